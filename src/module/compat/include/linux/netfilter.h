/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_NETFILTER_H
#define _NETFLOW_COMPAT_LINUX_NETFILTER_H

#include_next <linux/netfilter.h>

/* No packet has this hook number on kernels without the hook. */
#ifdef NETFLOW_HAS_NETDEV_EGRESS_NONE
#define NF_NETDEV_EGRESS	(NF_NETDEV_INGRESS + 1)
#endif

#endif /* _NETFLOW_COMPAT_LINUX_NETFILTER_H */
