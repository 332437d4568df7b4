/* SPDX-License-Identifier: GPL-2.0 */
/* The base chains of nftables, and what keeps rules in them from metering. */
#ifndef _CTL_DOCTOR_CHAINS_H
#define _CTL_DOCTOR_CHAINS_H

#include <jansson.h>

/**
 * chains_list - list all base chains of this namespace
 *
 * Each is {family, table, chain, type, ingress, devices}; ingress is true if its devices'
 * packets meet it before all else.
 * Return: a new array, empty if nftables cannot be read.
 */
json_t *chains_list(void);

/**
 * doctor_chains - check the chains of rules that feed monitors
 * @findings: array that findings are added to
 * @chains: from chains_list()
 * @rules: from rules_list()
 */
void doctor_chains(json_t *findings, const json_t *chains, const json_t *rules);

#endif /* _CTL_DOCTOR_CHAINS_H */
