/* SPDX-License-Identifier: GPL-2.0 */
/* The base chains of nftables, and what keeps rules in them from metering. */
#ifndef _CTL_DOCTOR_CHAINS_H
#define _CTL_DOCTOR_CHAINS_H

#include <jansson.h>

/**
 * doctor_chains - check the chains of rules that feed monitors
 * @findings: array that findings are added to
 * @rules: from rules_list()
 */
void doctor_chains(json_t *findings, const json_t *rules);

/**
 * doctor_flowtables - report flow tables, whose packets bypass all that is fed but ingress
 * @findings: array that findings are added to
 * @monitors: from monitors_read()
 * @rules: from rules_list()
 */
void doctor_flowtables(json_t *findings, const json_t *monitors, const json_t *rules);

#endif /* _CTL_DOCTOR_CHAINS_H */
