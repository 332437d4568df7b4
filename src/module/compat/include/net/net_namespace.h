/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_NET_NET_NAMESPACE_H
#define _NETFLOW_COMPAT_NET_NET_NAMESPACE_H

#include_next <net/net_namespace.h>

#ifdef NETFLOW_HAS_SYSCTL_TABLE_SENTINEL
#include <linux/slab.h>
#include <linux/sysctl.h>

/*
 * Before 6.6 a table had no size but ended with an empty row, which the kernel also
 * looks for when it unregisters the table. So register a copy with such a row. The
 * row after it holds a pointer to the original table, which is freed on unregistration.
 * The copy is ctl_table_arg, which the caller frees as on any kernel.
 */
static inline struct ctl_table_header *
netflow_compat_register_sysctl(struct net *net, const char *path, struct ctl_table *table,
			       size_t size)
{
	struct ctl_table *copy = kcalloc(size + 2, sizeof(*copy), GFP_KERNEL);
	struct ctl_table_header *header;

	if (!copy)
		return NULL;
	memcpy(copy, table, size * sizeof(*copy));
	copy[size + 1].data = table;
	header = register_net_sysctl(net, path, copy);
	if (!header)
		kfree(copy);
	return header;
}

static inline void netflow_compat_unregister_sysctl(struct ctl_table_header *header)
{
	const struct ctl_table *end = header->ctl_table_arg;

	while (end->procname)
		end++;
	unregister_net_sysctl_table(header);
	kfree(end[1].data);
}

#define register_net_sysctl_sz		netflow_compat_register_sysctl
#define unregister_net_sysctl_table	netflow_compat_unregister_sysctl
#endif /* NETFLOW_HAS_SYSCTL_TABLE_SENTINEL */

#endif /* _NETFLOW_COMPAT_NET_NET_NAMESPACE_H */
