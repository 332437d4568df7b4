/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_SYSCTL_H
#define _NETFLOW_COMPAT_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>

/*
 * The table is const for handlers since 6.11. For older kernels the macros drop the
 * const from a handler's first argument, by pasting a prefix onto the word.
 */
#ifdef NETFLOW_HAS_SYSCTL_HANDLER_PLAIN
#define NETFLOW_COMPAT_WITHOUT_const
#define NETFLOW_COMPAT_HANDLER(name, table, ...) \
	name(NETFLOW_COMPAT_WITHOUT_##table, __VA_ARGS__)
#define netflow_sysctl(...)		NETFLOW_COMPAT_HANDLER(netflow_sysctl, __VA_ARGS__)
#define netflow_sysctl_flush(...)	NETFLOW_COMPAT_HANDLER(netflow_sysctl_flush, __VA_ARGS__)
#endif

#endif /* _NETFLOW_COMPAT_LINUX_SYSCTL_H */
