// SPDX-License-Identifier: GPL-2.0
/* The parameters of nf_netflow. See parameters.h. */
#include "parameters.h"

#include <linux/export.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "configure.h"

/* The kernel's lock of the module's parameters protects both. */
static struct netflow_settings *netflow_given;	/* at load, not applied yet */
static bool netflow_ready;

/* Until init the value is kept; afterwards it is applied at once. */
int nf_netflow_parameter_set(const char *name, const char *value)
{
	const struct netflow_setting *setting = netflow_setting_find(name);
	struct netflow_error error;
	int err;

	if (!setting)
		return -ENOENT;
	if (netflow_ready) {
		err = netflow_configure_default(&init_net, setting, value, &error);
	} else {
		if (!netflow_given) {
			netflow_given = kmalloc(sizeof(*netflow_given), GFP_KERNEL);
			if (!netflow_given)
				return -ENOMEM;
			netflow_settings_init(netflow_given);
		}
		err = netflow_setting_parse(setting, value, netflow_given, &error);
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
	const struct netflow_setting *setting = netflow_setting_find(parameter->arg);
	struct netflow_net *nn;
	int len;

	if (!netflow_ready)
		return 0;
	nn = netflow_net(&init_net);
	mutex_lock(&nn->mutex);
	len = netflow_setting_format(setting, &nn->default_monitor->settings, buffer,
				     PAGE_SIZE - 1);
	mutex_unlock(&nn->mutex);
	buffer[len++] = '\n';
	return len;
}

/* Called for each parameter at exit, and if loading fails before init. */
static void netflow_parameter_free(void *arg)
{
	kfree(netflow_given);
	netflow_given = NULL;
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

static int netflow_parameters_apply(void)
{
	struct netflow_net *nn = netflow_net(&init_net);
	struct netflow_error error;
	int err;

	mutex_lock(&nn->mutex);
	err = netflow_configure(nn->default_monitor, netflow_given, &error);
	mutex_unlock(&nn->mutex);
	if (err)
		pr_err("netflow: %s\n", error.text);
	return err;
}

int netflow_parameters_init(void)
{
	int err = 0;

	kernel_param_lock(THIS_MODULE);
	if (netflow_given)
		err = netflow_parameters_apply();
	netflow_ready = !err;
	netflow_parameter_free(NULL);
	kernel_param_unlock(THIS_MODULE);
	return err;
}

void netflow_parameters_exit(void)
{
	kernel_param_lock(THIS_MODULE);
	netflow_ready = false;
	kernel_param_unlock(THIS_MODULE);
}
