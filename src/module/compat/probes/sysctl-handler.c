// SPDX-License-Identifier: GPL-2.0
/*
 * struct ctl_table, .proc_handler
 *
 * PLAIN	until 6.10
 * CONST	const table since 6.11 (78eb4ea25cd5 "sysctl: treewide: constify the
 *		ctl_table argument of proc_handlers")
 *
 * One of: PLAIN, CONST
 * Look at: include/linux/sysctl.h
 */
#include <linux/sysctl.h>

#ifdef PROBE_PLAIN
typedef int (*handler_t)(struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
			 loff_t *ppos);
#else
typedef int (*handler_t)(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
			 loff_t *ppos);
#endif

static __maybe_unused void probe(struct ctl_table *table, handler_t handler)
{
	table->proc_handler = handler;
}
