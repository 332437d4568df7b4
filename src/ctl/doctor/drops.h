/* SPDX-License-Identifier: GPL-2.0 */
/* Chains of nftables that drop packets. */
#ifndef _CTL_DOCTOR_DROPS_H
#define _CTL_DOCTOR_DROPS_H

#include <jansson.h>

/**
 * doctor_drops - base chains of nftables that may drop packets
 * @hook: number of the hook, of IPv4 and IPv6
 * @priority: only those that come before it
 * Return: a new array of {family, table, chain, priority, policy}; NULL: cannot be read.
 */
json_t *doctor_drops(unsigned int hook, int priority);

#endif /* _CTL_DOCTOR_DROPS_H */
