/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_NETLINK_H
#define _NETFLOW_COMPAT_LINUX_NETLINK_H

#include_next <linux/netlink.h>

/*
 * Before 6.2 an answer has no room for a formatted message, so the constant message set before
 * it remains.
 */
#ifdef NETFLOW_HAS_EXTACK_FORMAT_NONE
#define NETLINK_MAX_FMTMSG_LEN	80
#define NL_SET_ERR_MSG_FMT(extack, ...)	no_printk(__VA_ARGS__)
#endif

#endif /* _NETFLOW_COMPAT_LINUX_NETLINK_H */
