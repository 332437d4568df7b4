/* SPDX-License-Identifier: GPL-2.0 */
/* Until 5.12 the kernel's header does not include the declaration of struct net. */
#ifndef _NETFLOW_COMPAT_NET_NETNS_GENERIC_H
#define _NETFLOW_COMPAT_NET_NETNS_GENERIC_H

#include <net/net_namespace.h>

#include_next <net/netns/generic.h>

#endif /* _NETFLOW_COMPAT_NET_NETNS_GENERIC_H */
