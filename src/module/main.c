// SPDX-License-Identifier: GPL-2.0
/* Init and exit of the module and of what every namespace has; module parameters. */
#include <linux/export.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/netns/generic.h>

#include "control/events.h"
#include "control/netlink.h"
#include "exporting/exporter.h"
#include "metering/entry.h"
#include "metering/schedule.h"
#include "monitor/monitor.h"

static unsigned int netflow_net_id __read_mostly;

/* What module parameters said; taken by the initial namespace. */
static struct netflow_settings *netflow_parameters;
static bool netflow_ready;

struct netflow_net *netflow_net(const struct net *net)
{
	return net_generic(net, netflow_net_id);
}

int netflow_control_set(struct net *net, const struct netflow_setting *setting,
			const char *text, struct netflow_error *error)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_settings *settings;
	int err;

	settings = kmalloc(sizeof(*settings), GFP_KERNEL);
	if (!settings) {
		strscpy(error->text, "out of memory, nothing was changed", sizeof(error->text));
		return -ENOMEM;
	}
	mutex_lock(&nn->mutex);
	*settings = nn->standard->settings;
	err = netflow_setting_parse(setting, text, settings, error);
	if (!err)
		err = netflow_monitor_apply(nn->standard, settings, error);
	mutex_unlock(&nn->mutex);
	kfree(settings);
	return err;
}

/* Before init the value waits for the namespace; after, it is set at once. */
int nf_netflow_parameter_set(const char *name, const char *value)
{
	const struct netflow_setting *setting = netflow_setting_find(name);
	struct netflow_error error;
	int err;

	if (!setting)
		return -ENOENT;
	if (netflow_ready) {
		err = netflow_control_set(&init_net, setting, value, &error);
	} else {
		if (!netflow_parameters) {
			netflow_parameters = kmalloc(sizeof(*netflow_parameters), GFP_KERNEL);
			if (!netflow_parameters)
				return -ENOMEM;
			netflow_settings_init(netflow_parameters);
		}
		err = netflow_setting_parse(setting, value, netflow_parameters, &error);
	}
	if (err)
		pr_err("netflow: parameter %s: %s\n", name, error.text);
	return err;
}
EXPORT_SYMBOL_GPL(nf_netflow_parameter_set);

static int netflow_parameter_set(const char *value, const struct kernel_param *parameter)
{
	return nf_netflow_parameter_set(parameter->arg, value ?: "");
}

static int netflow_parameter_get(char *buffer, const struct kernel_param *parameter)
{
	struct netflow_net *nn = netflow_net(&init_net);
	const struct netflow_setting *setting = netflow_setting_find(parameter->arg);
	int len;

	if (!netflow_ready)
		return 0;
	mutex_lock(&nn->mutex);
	len = netflow_setting_format(setting, &nn->standard->settings, buffer, PAGE_SIZE - 1);
	mutex_unlock(&nn->mutex);
	buffer[len++] = '\n';
	return len;
}

/* For each parameter, at exit, and where loading fails before init has been called. */
static void netflow_parameter_free(void *arg)
{
	kfree(netflow_parameters);
	netflow_parameters = NULL;
}

static const struct kernel_param_ops netflow_parameter_ops = {
	.set = netflow_parameter_set,
	.get = netflow_parameter_get,
	.free = netflow_parameter_free,
};

#define NETFLOW_SETTING(_attr, _name, ...)					\
	module_param_cb(_name, &netflow_parameter_ops, (void *)#_name, 0644);	\
	MODULE_PARM_DESC(_name, "setting of the monitor default, see netflow.conf(5)");

#include "settings/list.h"

static void netflow_net_settle(struct netflow_net *nn)
{
	struct netflow_monitor *monitor, *next;
	bool ran = false;

	mutex_lock(&nn->mutex);
	list_for_each_entry(monitor, &nn->monitors, list) {
		netflow_hooks_apply(monitor, 0);
		ran |= monitor->metering.running;
		WRITE_ONCE(monitor->metering.running, false);
	}
	if (ran)
		synchronize_net();
	list_for_each_entry_safe(monitor, next, &nn->monitors, list) {
		netflow_monitor_settle(monitor);
		netflow_monitor_release(monitor);
	}
	nn->standard = NULL;
	mutex_unlock(&nn->mutex);
}

static int netflow_net_init_standard(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct netflow_error error;
	struct netflow_monitor *monitor;
	int err = 0;

	mutex_lock(&nn->mutex);
	monitor = netflow_monitor_create(net, NETFLOW_MONITOR_DEFAULT);
	if (IS_ERR(monitor)) {
		err = PTR_ERR(monitor);
	} else {
		monitor->configured = true;
		nn->standard = monitor;
		if (net_eq(net, &init_net) && netflow_parameters)
			err = netflow_monitor_apply(monitor, netflow_parameters, &error);
		if (err)
			pr_err("netflow: %s\n", error.text);
	}
	mutex_unlock(&nn->mutex);
	return err;
}

static int __net_init netflow_net_init(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	int err;

	mutex_init(&nn->mutex);
	INIT_LIST_HEAD(&nn->monitors);
	err = netflow_net_init_standard(net);
	if (err)
		goto err_settle;
	err = netflow_sysctl_net_init(net);
	if (err)
		goto err_settle;
	err = netflow_procfs_net_init(net);
	if (err)
		goto err_sysctl;
	return 0;

err_sysctl:
	netflow_sysctl_net_exit(net);
err_settle:
	netflow_net_settle(nn);
	return err;
}

/*
 * Everything is exported while the devices are still there: they are gone when
 * the exit handlers run.
 */
static void __net_exit netflow_net_pre_exit(struct net *net)
{
	netflow_procfs_net_exit(net);
	netflow_sysctl_net_exit(net);
	netflow_net_settle(netflow_net(net));
}

static struct pernet_operations netflow_net_ops = {
	.init = netflow_net_init,
	.pre_exit = netflow_net_pre_exit,
	.id = &netflow_net_id,
	.size = sizeof(struct netflow_net),
};

static int __init netflow_init(void)
{
	int err;

	err = netflow_entry_module_init();
	if (err)
		return err;
	err = netflow_schedule_module_init();
	if (err)
		goto err_flow;
	err = netflow_exporter_module_init();
	if (err)
		goto err_expire;
	err = register_pernet_subsys(&netflow_net_ops);
	if (err)
		goto err_export;
	err = netflow_netlink_init();
	if (err)
		goto err_net;
	err = netflow_events_init();
	if (err)
		goto err_netlink;
	netflow_ready = true;
	netflow_parameter_free(NULL);
	return 0;

err_netlink:
	netflow_netlink_exit();
err_net:
	unregister_pernet_subsys(&netflow_net_ops);
err_export:
	netflow_exporter_module_exit();
err_expire:
	netflow_schedule_module_exit();
err_flow:
	netflow_entry_module_exit();
	return err;
}

static void __exit netflow_exit(void)
{
	netflow_events_exit();
	netflow_netlink_exit();
	unregister_pernet_subsys(&netflow_net_ops);
<<<<<<< HEAD
	netflow_export_module_exit();
	netflow_schedule_module_exit();
	netflow_entry_module_exit();
=======
	netflow_exporter_module_exit();
	netflow_expire_module_exit();
	netflow_flow_module_exit();
>>>>>>> 9c2d6d9 (exporting: take flows from a metering, know no monitor)
}

module_init(netflow_init);
module_exit(netflow_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("NetFlow v5, v9 and IPFIX Metering and Exporting Process");
MODULE_VERSION(NETFLOW_VERSION);
MODULE_ALIAS_GENL_FAMILY(NETFLOW_GENL_NAME);
