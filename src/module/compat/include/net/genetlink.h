/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_GENETLINK_H
#define _NETFLOW_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

/* The results of both functions have the member attrs. */
#ifdef NETFLOW_HAS_GENL_INFO_DUMP_NONE
#define genl_info_dump(cb)	genl_dumpit_info(cb)
#endif

/* The first argument of a family's pre_doit. */
#ifdef NETFLOW_HAS_GENL_PRE_DOIT_FULL
#define genl_split_ops		genl_ops
#endif

#endif /* _NETFLOW_COMPAT_NET_GENETLINK_H */
