/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_IP6_FIB_H
#define _NETFLOW_COMPAT_NET_IP6_FIB_H

#include_next <net/ip6_fib.h>

#ifdef NETFLOW_HAS_DST_RT6_INFO_NONE
#define dst_rt6_info(entry)	container_of(entry, struct rt6_info, dst)
#endif

#endif /* _NETFLOW_COMPAT_NET_IP6_FIB_H */
