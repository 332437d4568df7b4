/* SPDX-License-Identifier: GPL-2.0 */
/* Find nftables chains that drop packets. */
#ifndef _CTL_DOCTOR_DROPS_H
#define _CTL_DOCTOR_DROPS_H

#include <jansson.h>

/**
 * doctor_drops - list nftables base chains that may drop packets
 * @hook: number of the hook, such as NF_INET_FORWARD
 * @priority: upper limit; only chains with a lower priority value are listed
 *
 * Return: a new array of {family, table, chain, priority, policy}, where policy is true if
 * the chain drops by default, and "rule" is added if one of its rules drops; NULL: nftables
 * cannot be read.
 */
json_t *doctor_drops(unsigned int hook, int priority);

#endif /* _CTL_DOCTOR_DROPS_H */
