// SPDX-License-Identifier: GPL-2.0
/* The sysctls of each namespace. See sysctl.h. */
#include "sysctl.h"

#include <linux/slab.h>
#include <linux/sysctl.h>
#include <net/netns/generic.h>

#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "configure.h"

/* Longest input: a value and a newline. */
#define NETFLOW_SYSCTL_SIZE	(NETFLOW_SETTING_TEXT_SIZE + 2)

/**
 * struct netflow_sysctl_net - sysctl state of a namespace
 * @header: of net.netflow
 */
struct netflow_sysctl_net {
	struct ctl_table_header *header;
};

static unsigned int netflow_sysctl_net_id __read_mostly;

static int netflow_sysctl_write(struct net *net, const struct netflow_setting *setting,
				const char *text)
{
	struct netflow_error error;
	int err = netflow_configure_default(net, setting, text, &error);

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
	netflow_setting_format(setting, &nn->default_monitor->settings, text, NETFLOW_SYSCTL_SIZE);
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
	netflow_monitor_flush(nn->default_monitor);
	mutex_unlock(&nn->mutex);
	return 0;
}

static int __net_init netflow_sysctl_net_init(struct net *net)
{
	struct netflow_sysctl_net *sysctl = net_generic(net, netflow_sysctl_net_id);
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
	sysctl->header = register_net_sysctl_sz(net, "net/netflow", table,
						NETFLOW_SETTINGS_COUNT + 1);
	if (sysctl->header)
		return 0;
	kfree(table);
	return -ENOMEM;
}

static void __net_exit netflow_sysctl_net_pre_exit(struct net *net)
{
	struct netflow_sysctl_net *sysctl = net_generic(net, netflow_sysctl_net_id);
	const struct ctl_table *table = sysctl->header->ctl_table_arg;

	unregister_net_sysctl_table(sysctl->header);
	kfree(table);
}

static struct pernet_operations netflow_sysctl_net_ops = {
	.init = netflow_sysctl_net_init,
	.pre_exit = netflow_sysctl_net_pre_exit,
	.id = &netflow_sysctl_net_id,
	.size = sizeof(struct netflow_sysctl_net),
};

int netflow_sysctl_init(void)
{
	return register_pernet_subsys(&netflow_sysctl_net_ops);
}

void netflow_sysctl_exit(void)
{
	unregister_pernet_subsys(&netflow_sysctl_net_ops);
}
