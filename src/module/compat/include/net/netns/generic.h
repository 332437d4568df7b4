/* SPDX-License-Identifier: GPL-2.0 */
/* Leaned on its includer for struct net until 5.12. */
#ifndef _NETFLOW_COMPAT_NET_NETNS_GENERIC_H
#define _NETFLOW_COMPAT_NET_NETNS_GENERIC_H

#include <net/net_namespace.h>

#include_next <net/netns/generic.h>

#endif /* _NETFLOW_COMPAT_NET_NETNS_GENERIC_H */
