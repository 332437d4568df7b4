// SPDX-License-Identifier: GPL-2.0
/* Init and exit of nf_netflow. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <net/genetlink.h>

#include "uapi/nf_netflow.h"
#include "metering/entry.h"
#include "metering/schedule.h"
#include "metering/visit.h"
#include "exporting/exporter.h"
#include "exporting/links.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "frontend/hooks.h"
#include "control/ceilings.h"
#include "control/events.h"
#include "control/netlink.h"
#include "control/parameters.h"
#include "control/procfs.h"
#include "control/sysctl.h"

/**
 * struct netflow_part - a part of the module
 * @init: returns 0 or a negative error, then nothing is left to undo
 * @exit: undoes @init
 */
struct netflow_part {
	int (*init)(void);
	void (*exit)(void);
};

/*
 * In this order; exit in the opposite one. The parameters are last: what they start may send, and
 * a module that fails to load sends nothing.
 */
static const struct netflow_part netflow_parts[] = {
	{ netflow_entry_module_init, netflow_entry_module_exit },
	{ netflow_schedule_module_init, netflow_schedule_module_exit },
	{ netflow_visit_module_init, netflow_visit_module_exit },
	{ netflow_links_module_init, netflow_links_module_exit },
	{ netflow_exporter_module_init, netflow_exporter_module_exit },
	{ netflow_monitor_module_init, netflow_monitor_module_exit },
	{ netflow_namespace_init, netflow_namespace_exit },
	{ netflow_hooks_init, netflow_hooks_exit },
	{ netflow_sysctl_init, netflow_sysctl_exit },
	{ netflow_ceilings_init, netflow_ceilings_exit },
	{ netflow_procfs_init, netflow_procfs_exit },
	{ netflow_netlink_init, netflow_netlink_exit },
	{ netflow_events_init, netflow_events_exit },
	{ netflow_parameters_init, netflow_parameters_exit },
};

static void netflow_exit_parts(unsigned int count)
{
	while (count--)
		netflow_parts[count].exit();
}

static int __init netflow_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(netflow_parts); i++) {
		err = netflow_parts[i].init();
		if (err) {
			netflow_exit_parts(i);
			return err;
		}
	}
	return 0;
}

static void __exit netflow_exit(void)
{
	netflow_exit_parts(ARRAY_SIZE(netflow_parts));
}

module_init(netflow_init);
module_exit(netflow_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("NetFlow v5, v9 and IPFIX Metering and Exporting Process");
MODULE_VERSION(NETFLOW_VERSION);
MODULE_ALIAS_GENL_FAMILY(NETFLOW_GENL_NAME);
