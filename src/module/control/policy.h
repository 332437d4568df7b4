/* SPDX-License-Identifier: GPL-2.0 */
/* Attribute policies of the netlink family's requests. */
#ifndef _NETFLOW_POLICY_H
#define _NETFLOW_POLICY_H

#include <net/netlink.h>

/* By enum netflow_attr, NETFLOW_A_MAX + 1 of them. */
extern const struct nla_policy netflow_policy[];

/* Inside NETFLOW_A_DESTINATION; NETFLOW_DESTINATION_MAX + 1 of them. */
extern const struct nla_policy netflow_destination_policy[];

#endif /* _NETFLOW_POLICY_H */
