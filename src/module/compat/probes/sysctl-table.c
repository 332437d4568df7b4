// SPDX-License-Identifier: GPL-2.0
/*
 * Registration of a namespace's sysctl table
 *
 * SENTINEL	until 6.5: register_net_sysctl(), the table ends with an empty row
 * SIZE		since 6.6: register_net_sysctl_sz(), without such a row
 *
 * First of: SIZE, SENTINEL
 * Look at: include/net/net_namespace.h
 */
#include <linux/sysctl.h>
#include <net/net_namespace.h>

static __maybe_unused struct ctl_table_header *probe(struct net *net, struct ctl_table *table)
{
#ifdef PROBE_SIZE
	return register_net_sysctl_sz(net, "net", table, 1);
#else
	return register_net_sysctl(net, "net", table);
#endif
}
