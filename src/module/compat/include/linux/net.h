/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_NET_H
#define _NETFLOW_COMPAT_LINUX_NET_H

#ifdef NETFLOW_HAS_SOCKADDR_PLAIN
#define sockaddr_unsized	sockaddr
#endif

#include_next <linux/net.h>

#endif /* _NETFLOW_COMPAT_LINUX_NET_H */
