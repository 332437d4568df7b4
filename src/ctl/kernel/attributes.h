/* SPDX-License-Identifier: GPL-2.0 */
/* Nests of netlink attributes as JSON objects. */
#ifndef _CTL_KERNEL_ATTRIBUTES_H
#define _CTL_KERNEL_ATTRIBUTES_H

#include <jansson.h>

struct nlattr;

/**
 * attributes_settings - NETFLOW_A_SETTINGS: {active_timeout: 1800, ...}
 * Attributes that this program does not know are left out, here and below.
 * Return: a new reference.
 */
json_t *attributes_settings(const struct nlattr *nest);

/** attributes_destination - NETFLOW_A_DESTINATION: {destination: TEXT, protocol: 10, ...} */
json_t *attributes_destination(const struct nlattr *nest);

/** attributes_statistics - NETFLOW_A_STATS: {metered_packets: 12, ...} */
json_t *attributes_statistics(const struct nlattr *nest);

#endif /* _CTL_KERNEL_ATTRIBUTES_H */
