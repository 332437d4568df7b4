/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_GENETLINK_H
#define _NETFLOW_COMPAT_NET_GENETLINK_H

#include_next <net/genetlink.h>

/* The results of both functions have the member attrs. */
#ifdef NETFLOW_HAS_GENL_INFO_DUMP_NONE
#define genl_info_dump(cb)	genl_dumpit_info(cb)
#endif

#endif /* _NETFLOW_COMPAT_NET_GENETLINK_H */
