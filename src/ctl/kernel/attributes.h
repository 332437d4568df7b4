/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Nests of netlink attributes as JSON objects. Attributes that this program does not
 * know are left out.
 */
#ifndef _CTL_KERNEL_ATTRIBUTES_H
#define _CTL_KERNEL_ATTRIBUTES_H

#include <jansson.h>

struct nlattr;

/**
 * attributes_settings - convert settings: {active_timeout: 1800, ...}
 * @nest: NETFLOW_A_SETTINGS
 * Return: a new reference.
 */
json_t *attributes_settings(const struct nlattr *nest);

/**
 * attributes_destination - convert a destination: {destination: TEXT, protocol: 10, ...}
 * @nest: NETFLOW_A_DESTINATION
 * Return: a new reference.
 */
json_t *attributes_destination(const struct nlattr *nest);

/**
 * attributes_statistics - convert statistics: {metered_packets: 12, ...}
 * @nest: NETFLOW_A_STATS
 * Return: a new reference.
 */
json_t *attributes_statistics(const struct nlattr *nest);

#endif /* _CTL_KERNEL_ATTRIBUTES_H */
