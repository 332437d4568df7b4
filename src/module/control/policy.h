/* SPDX-License-Identifier: GPL-2.0 */
/* Attribute policies of the netlink family's requests. */
#ifndef _NETFLOW_POLICY_H
#define _NETFLOW_POLICY_H

#include <net/netlink.h>

/*
 * One for each kind of command, by enum netflow_attr, NETFLOW_A_MAX + 1 rows each. Attributes
 * without a row are refused.
 */
extern const struct nla_policy netflow_monitor_policy[];
extern const struct nla_policy netflow_settings_policy[];
extern const struct nla_policy netflow_destination_policy[];

/* Inside NETFLOW_A_DESTINATION; NETFLOW_DESTINATION_MAX + 1 rows. */
extern const struct nla_policy netflow_destination_nest_policy[];

#endif /* _NETFLOW_POLICY_H */
