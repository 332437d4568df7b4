// SPDX-License-Identifier: GPL-2.0
/* The sysctls net.netflow.limit_*. See ceilings.h. */
#include "ceilings.h"

#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>

#include "limits/owner.h"

static unsigned long netflow_ceiling_least;
static unsigned long netflow_ceiling_most = LONG_MAX;

static struct ctl_table_header *netflow_ceilings_header;

static const struct ctl_table netflow_ceilings_table[] = {
	{
		.procname = "limit_memory",
		.data = &netflow_limit_memory,
		.maxlen = sizeof(netflow_limit_memory),
		.mode = 0644,
		.proc_handler = proc_doulongvec_minmax,
		.extra1 = &netflow_ceiling_least,
		.extra2 = &netflow_ceiling_most,
	}, {
		.procname = "limit_monitors",
		.data = &netflow_limit_monitors,
		.maxlen = sizeof(netflow_limit_monitors),
		.mode = 0644,
		.proc_handler = proc_doulongvec_minmax,
		.extra1 = &netflow_ceiling_least,
		.extra2 = &netflow_ceiling_most,
	},
};

int netflow_ceilings_init(void)
{
	/* A copy that is freed: an older kernel's table has a row more. */
	struct ctl_table *table = kmemdup(netflow_ceilings_table, sizeof(netflow_ceilings_table),
					  GFP_KERNEL);

	if (!table)
		return -ENOMEM;
	netflow_ceilings_header = register_net_sysctl_sz(&init_net, "net/netflow", table,
							 ARRAY_SIZE(netflow_ceilings_table));
	if (netflow_ceilings_header)
		return 0;
	kfree(table);
	return -ENOMEM;
}

void netflow_ceilings_exit(void)
{
	const struct ctl_table *table = netflow_ceilings_header->ctl_table_arg;

	unregister_net_sysctl_table(netflow_ceilings_header);
	kfree(table);
}
