// SPDX-License-Identifier: GPL-2.0
/* The sysctls of each namespace. See sysctl.h. */
#include "sysctl.h"

#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <net/netns/generic.h>

#include "settings/text.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "configure.h"
#include "flush.h"

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

/* Sets what a file stands for from the text written to it. */
typedef int (*netflow_sysctl_set_t)(const struct ctl_table *ctl, const char *text);

static int netflow_sysctl_set(const struct ctl_table *ctl, const char *text)
{
	const struct netflow_setting *setting = ctl->extra1;
	struct netflow_error error;
	int err = netflow_configure_default(ctl->extra2, setting, text, &error);

	if (err)
		pr_notice_ratelimited("netflow: sysctl net.netflow.%s: %s\n", setting->name,
				      error.text);
	return err;
}

static int netflow_sysctl_set_flush(const struct ctl_table *ctl, const char *text)
{
	struct netflow_net *nn = netflow_net(ctl->extra2);
	struct netflow_span input = netflow_span(text);
	u32 value;

	if (netflow_span_u32(&input, &value) || value > 1)
		return -EINVAL;
	if (!value)
		return 0;
	mutex_lock(&nn->mutex);
	return netflow_flush_and_unlock(nn->default_monitor, MAX_SCHEDULE_TIMEOUT);
}

/* Return: true if nothing but NULs follows the text, as some programs write the last one too. */
static bool netflow_sysctl_complete(const char *text, size_t length)
{
	size_t end = strlen(text);

	return !memchr_inv(text + end, 0, length - end);
}

/*
 * One write is one value, whatever kernel.sysctl_writes_strict says: with a value in pieces the
 * first piece would be set already. A further write to an open file may only end the line, as in
 * `printf VALUE; printf '\n'`, and an empty one is no value either: both change nothing.
 */
static int netflow_sysctl_write(const struct ctl_table *ctl, netflow_sysctl_set_t set,
				const void *buffer, size_t length, loff_t *ppos)
{
	char *text;
	int err = 0;

	if (length >= NETFLOW_SYSCTL_SIZE)
		return -EINVAL;
	text = kmemdup_nul(buffer, length, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	if (!netflow_sysctl_complete(text, length) || (*ppos && netflow_span(text).length)) {
		pr_notice_ratelimited("netflow: sysctl net.netflow.%s: a value is one line in one write\n",
				      ctl->procname);
		err = -EINVAL;
	} else if (length && !*ppos) {
		err = set(ctl, text);
	}
	if (!err)
		*ppos += length;
	kfree(text);
	return err;
}

static int netflow_sysctl_read(const struct ctl_table *ctl, void *buffer, size_t *lenp,
			       loff_t *ppos)
{
	struct netflow_net *nn = netflow_net(ctl->extra2);
	struct ctl_table text = { .maxlen = NETFLOW_SYSCTL_SIZE };
	int err;

	text.data = kzalloc(NETFLOW_SYSCTL_SIZE, GFP_KERNEL);
	if (!text.data)
		return -ENOMEM;
	mutex_lock(&nn->mutex);
	netflow_setting_format(ctl->extra1, &nn->default_monitor->settings, text.data,
			       NETFLOW_SYSCTL_SIZE);
	mutex_unlock(&nn->mutex);
	err = proc_dostring(&text, 0, buffer, lenp, ppos);
	kfree(text.data);
	return err;
}

static int netflow_sysctl(const struct ctl_table *ctl, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	if (write)
		return netflow_sysctl_write(ctl, netflow_sysctl_set, buffer, *lenp, ppos);
	return netflow_sysctl_read(ctl, buffer, lenp, ppos);
}

static int netflow_sysctl_flush(const struct ctl_table *ctl, int write, void *buffer,
				size_t *lenp, loff_t *ppos)
{
	int nothing = 0;
	struct ctl_table number = { .data = &nothing, .maxlen = sizeof(nothing) };

	if (write)
		return netflow_sysctl_write(ctl, netflow_sysctl_set_flush, buffer, *lenp, ppos);
	return proc_dointvec(&number, 0, buffer, lenp, ppos);
}

static int __net_init netflow_sysctl_net_init(struct net *net)
{
	struct netflow_sysctl_net *sysctl = net_generic(net, netflow_sysctl_net_id);
	struct ctl_table *table;
	unsigned int i;

	table = kcalloc(NETFLOW_SETTINGS_COUNT + 1, sizeof(*table), GFP_KERNEL_ACCOUNT);
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

	/* Unregistering waits for writers, and these may be waiting for a flush. */
	netflow_namespace_halt(net);
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
