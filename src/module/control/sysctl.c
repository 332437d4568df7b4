// SPDX-License-Identifier: GPL-2.0
/* net.netflow.*: the settings of a namespace's default monitor, and `flush`. */
#include <linux/slab.h>
#include <linux/sysctl.h>

#include "monitor/monitor.h"

/* What a writer may send: a value and a line's end. */
#define NETFLOW_SYSCTL_SIZE	(NETFLOW_SETTING_TEXT_SIZE + 2)

static int netflow_sysctl_write(struct net *net, const struct netflow_setting *setting,
				const char *text)
{
	struct netflow_error error;
	int err = netflow_control_set(net, setting, text, &error);

	if (err)
		pr_notice_ratelimited("netflow: sysctl net.netflow.%s: %s\n", setting->name,
				      error.text);
	return err;
}

static void netflow_sysctl_read(struct net *net, const struct netflow_setting *setting,
				char *text)
{
	struct netflow_net *nn = netflow_net(net);

	mutex_lock(&nn->mutex);
	netflow_setting_format(setting, &nn->standard->settings, text, NETFLOW_SYSCTL_SIZE);
	mutex_unlock(&nn->mutex);
}

static int netflow_sysctl(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	const struct netflow_setting *setting = ctl->extra1;
	struct ctl_table text = { .maxlen = NETFLOW_SYSCTL_SIZE };
	struct net *net = ctl->extra2;
	int err;

	if (write && *lenp >= NETFLOW_SYSCTL_SIZE)
		return -EINVAL;
	text.data = kzalloc(NETFLOW_SYSCTL_SIZE, GFP_KERNEL);
	if (!text.data)
		return -ENOMEM;
	if (!write)
		netflow_sysctl_read(net, setting, text.data);
	err = proc_dostring(&text, write, buffer, lenp, ppos);
	if (!err && write)
		err = netflow_sysctl_write(net, setting, text.data);
	kfree(text.data);
	return err;
}

static int netflow_sysctl_flush(const struct ctl_table *ctl, int write, void *buffer,
				size_t *lenp, loff_t *ppos)
{
	int value = 0;
	struct ctl_table number = {
		.data = &value,
		.maxlen = sizeof(value),
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	};
	struct net *net = ctl->extra2;
	struct netflow_net *nn = netflow_net(net);
	int err = proc_dointvec_minmax(&number, write, buffer, lenp, ppos);

	if (err || !write || !value)
		return err;
	mutex_lock(&nn->mutex);
	netflow_monitor_flush(nn->standard);
	mutex_unlock(&nn->mutex);
	return 0;
}

int netflow_sysctl_net_init(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	struct ctl_table *table;
	unsigned int i;

	table = kcalloc(NETFLOW_SETTINGS_COUNT + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		table[i].procname = netflow_settings_table[i].name;
		table[i].mode = 0644;
		table[i].proc_handler = netflow_sysctl;
		table[i].extra1 = (void *)&netflow_settings_table[i];
		table[i].extra2 = net;
	}
	table[i].procname = "flush";
	table[i].mode = 0644;
	table[i].proc_handler = netflow_sysctl_flush;
	table[i].extra2 = net;
	nn->sysctl = register_net_sysctl_sz(net, "net/netflow", table,
					    NETFLOW_SETTINGS_COUNT + 1);
	if (nn->sysctl)
		return 0;
	kfree(table);
	return -ENOMEM;
}

void netflow_sysctl_net_exit(struct net *net)
{
	struct netflow_net *nn = netflow_net(net);
	const struct ctl_table *table = nn->sysctl->ctl_table_arg;

	unregister_net_sysctl_table(nn->sysctl);
	kfree(table);
}
