// SPDX-License-Identifier: GPL-2.0
/* Requests of the generic netlink family "netflow". See netlink.h. */
#include "netlink.h"

#include <linux/slab.h>
#include <net/sock.h>

#include "settings/text.h"
#include "metering/caches.h"
#include "metering/dump.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "answer.h"
#include "configure.h"
#include "destinations.h"
#include "flush.h"
#include "policy.h"
#include "refusal.h"

static const char *netflow_request_name(const struct genl_info *info)
{
	return info->attrs[NETFLOW_A_MONITOR] ? nla_data(info->attrs[NETFLOW_A_MONITOR]) : NULL;
}

/* Returns the monitor that a request names; refuses the request if there is none. */
static struct netflow_monitor *netflow_request_monitor(struct genl_info *info,
						       struct netflow_net *nn)
{
	const char *name = netflow_request_name(info);
	struct netflow_monitor *monitor = netflow_monitor_find(nn, name);
	struct netflow_refusal refusal = { "there is no such monitor" };

	if (monitor)
		return monitor;
	netflow_refuse(&refusal.error, "there is no monitor '%s'; create it or name it in a rule",
		       name);
	netflow_refusal_answer(info->extack, &refusal);
	return NULL;
}

static int netflow_read_setting(const struct nlattr *attr, struct netflow_settings *settings,
				struct netflow_refusal *refusal)
{
	const struct netflow_setting *setting = netflow_setting_by_attr(nla_type(attr));

	refusal->constant = netflow_refusal_of_setting(setting->attr);
	if (netflow_setting_is_text(setting))
		return netflow_setting_parse(setting, nla_data(attr), settings, &refusal->error);
	return netflow_setting_set_u32(setting, nla_get_u32(attr), settings, &refusal->error);
}

/* @settings: the current settings; changed to those of the request */
static int netflow_read_settings(struct genl_info *info, struct netflow_settings *settings,
				 struct netflow_refusal *refusal)
{
	const struct nlattr *attr;
	int rem, err;

	if (!info->attrs[NETFLOW_A_SETTINGS])
		return 0;
	nla_for_each_nested(attr, info->attrs[NETFLOW_A_SETTINGS], rem) {
		err = netflow_read_setting(attr, settings, refusal);
		if (err)
			return err;
	}
	return 0;
}

static int netflow_apply_request(struct genl_info *info, struct netflow_monitor *monitor)
{
	struct netflow_settings *settings = kmemdup(&monitor->settings, sizeof(*settings),
						    GFP_KERNEL);
	struct netflow_refusal refusal;
	int err;

	if (!settings)
		return -ENOMEM;
	err = netflow_read_settings(info, settings, &refusal);
	if (!err) {
		refusal.constant = "the settings could not be applied, nothing was changed";
		err = netflow_configure(monitor, settings, &refusal.error);
	}
	if (err)
		netflow_refusal_answer(info->extack, &refusal);
	else
		monitor->configured = true;
	kfree(settings);
	return err;
}

static int netflow_monitor_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	struct netflow_monitor *monitor;
	int err = -ENOENT;

	mutex_lock(&nn->mutex);
	monitor = netflow_request_monitor(info, nn);
	if (monitor)
		err = netflow_apply_request(info, monitor);
	mutex_unlock(&nn->mutex);
	return err;
}

static int netflow_monitor_new(struct genl_info *info, struct netflow_net *nn)
{
	const char *name = netflow_request_name(info);
	struct netflow_refusal refusal = { "this name of a monitor is not allowed" };
	struct netflow_monitor *monitor;
	int err;

	if (!name || netflow_monitor_find(nn, name)) {
		refusal.constant = "there is a monitor of this name already";
		netflow_refuse(&refusal.error, "the monitor '%s' exists already",
			       name ?: NETFLOW_MONITOR_DEFAULT);
		netflow_refusal_answer(info->extack, &refusal);
		return -EEXIST;
	}
	if (netflow_monitor_name_check(name, &refusal.error)) {
		netflow_refusal_answer(info->extack, &refusal);
		return -EINVAL;
	}
	monitor = netflow_monitor_create(nn, name);
	if (monitor == ERR_PTR(-EDQUOT)) {
		refusal.constant = "the host allows no more monitors, or no more memory";
		netflow_account_explain(&nn->default_monitor->account, true, &refusal.error);
		netflow_refusal_answer(info->extack, &refusal);
	}
	if (IS_ERR(monitor))
		return PTR_ERR(monitor);
	monitor->configured = true;
	err = netflow_apply_request(info, monitor);
	if (err)
		netflow_monitor_delete(monitor);
	return err;
}

static int netflow_monitor_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	int err;

	mutex_lock(&nn->mutex);
	err = netflow_monitor_new(info, nn);
	mutex_unlock(&nn->mutex);
	return err;
}

static int netflow_monitor_remove(struct genl_info *info, struct netflow_net *nn)
{
	struct netflow_monitor *monitor = netflow_request_monitor(info, nn);
	struct netflow_refusal refusal = { "rules or hooks use the monitor, remove them first" };

	if (!monitor)
		return -ENOENT;
	if (monitor == nn->default_monitor) {
		NL_SET_ERR_MSG(info->extack,
			       "the monitor '" NETFLOW_MONITOR_DEFAULT "' cannot be removed");
		return -EBUSY;
	}
	if (monitor->users) {
		netflow_refuse(&refusal.error,
			       "monitor '%s' is in use by %u rules or hooks; remove them first",
			       monitor->name, monitor->users);
		netflow_refusal_answer(info->extack, &refusal);
		return -EBUSY;
	}
	netflow_monitor_delete(monitor);
	return 0;
}

static int netflow_monitor_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	int err;

	mutex_lock(&nn->mutex);
	err = netflow_monitor_remove(info, nn);
	mutex_unlock(&nn->mutex);
	return err;
}

static int netflow_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	struct netflow_monitor *monitor;
	int err = -ENOENT;

	mutex_lock(&nn->mutex);
	monitor = netflow_request_monitor(info, nn);
	if (monitor)
		err = netflow_flush_and_unlock(monitor, NETFLOW_FLUSH_WAIT);
	else
		mutex_unlock(&nn->mutex);
	return err == -ETIMEDOUT ? 0 : err;
}

static int netflow_destination_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	bool add = info->genlhdr->cmd == NETFLOW_CMD_DESTINATION_NEW;
	struct netflow_refusal refusal = { "the destination could not be added or removed" };
	struct nlattr *tb[NETFLOW_DESTINATION_MAX + 1];
	struct netflow_monitor *monitor;
	int err;

	if (!info->attrs[NETFLOW_A_DESTINATION])
		return -EINVAL;
	err = nla_parse_nested(tb, NETFLOW_DESTINATION_MAX, info->attrs[NETFLOW_A_DESTINATION],
			       netflow_destination_nest_policy, info->extack);
	if (err)
		return err;
	if (!tb[NETFLOW_DESTINATION_TEXT])
		return -EINVAL;
	mutex_lock(&nn->mutex);
	monitor = netflow_request_monitor(info, nn);
	err = -ENOENT;
	if (monitor) {
		err = netflow_destinations_edit(monitor, nla_data(tb[NETFLOW_DESTINATION_TEXT]),
						add, &refusal.error);
		if (err)
			netflow_refusal_answer(info->extack, &refusal);
	}
	mutex_unlock(&nn->mutex);
	return err;
}

/* Puts one monitor's answer to MONITOR_GET or STATS_GET. */
typedef int (*netflow_put_monitor_t)(struct sk_buff *skb, struct netflow_monitor *monitor);

static int netflow_get_doit(struct genl_info *info, u8 cmd, netflow_put_monitor_t put)
{
	struct netflow_net *nn = netflow_net(genl_info_net(info));
	struct netflow_monitor *monitor;
	struct sk_buff *answer;
	int err = -EMSGSIZE;
	void *header;

	answer = genlmsg_new(NETFLOW_MESSAGE_SIZE, GFP_KERNEL);
	if (!answer)
		return -ENOMEM;
	mutex_lock(&nn->mutex);
	monitor = netflow_request_monitor(info, nn);
	if (!monitor) {
		err = -ENOENT;
		goto out;
	}
	header = genlmsg_put_reply(answer, info, &netflow_genl_family, 0, cmd);
	if (header)
		err = put(answer, monitor);
	if (!err)
		genlmsg_end(answer, header);
out:
	mutex_unlock(&nn->mutex);
	if (err) {
		nlmsg_free(answer);
		return err;
	}
	return genlmsg_reply(answer, info);
}

static void *netflow_dump_header(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &netflow_genl_family, NLM_F_MULTI, cmd);
}

static int netflow_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
			      netflow_put_monitor_t put)
{
	struct netflow_net *nn = netflow_net(sock_net(skb->sk));
	struct netflow_monitor *monitor;
	long skip = cb->args[0];

	mutex_lock(&nn->mutex);
	list_for_each_entry(monitor, &nn->monitors, list) {
		void *header;

		if (skip-- > 0)
			continue;
		header = netflow_dump_header(skb, cb, cmd);
		if (!header)
			break;
		if (put(skb, monitor)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0]++;
	}
	mutex_unlock(&nn->mutex);
	return skb->len;
}

static int netflow_monitor_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return netflow_get_doit(info, NETFLOW_CMD_MONITOR_GET, netflow_put_monitor);
}

static int netflow_monitor_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return netflow_get_dumpit(skb, cb, NETFLOW_CMD_MONITOR_GET, netflow_put_monitor);
}

static int netflow_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return netflow_get_doit(info, NETFLOW_CMD_STATS_GET, netflow_put_stats);
}

static int netflow_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return netflow_get_dumpit(skb, cb, NETFLOW_CMD_STATS_GET, netflow_put_stats);
}

static struct netflow_monitor *netflow_dump_monitor(struct netlink_callback *cb,
						    struct netflow_net *nn)
{
	const struct nlattr *attr = genl_info_dump(cb)->attrs[NETFLOW_A_MONITOR];

	return netflow_monitor_find(nn, attr ? nla_data(attr) : NULL);
}

/* Dumps the destinations of one monitor in the order of its setting. */
static bool netflow_dump_destinations(struct sk_buff *skb, struct netlink_callback *cb,
				      struct netflow_monitor *monitor, long *skip)
{
	struct netflow_exporter *exporter = &monitor->exporter;
	bool room = true;
	unsigned int i;

	mutex_lock(&exporter->mutex);
	for (i = 0; i < exporter->count && room; i++) {
		void *header;

		if ((*skip)-- > 0)
			continue;
		header = netflow_dump_header(skb, cb, NETFLOW_CMD_DESTINATION_GET);
		room = header && !netflow_put_destination(skb, monitor,
							  exporter->destinations[i]);
		if (room) {
			genlmsg_end(skb, header);
			cb->args[0]++;
		} else if (header) {
			genlmsg_cancel(skb, header);
		}
	}
	mutex_unlock(&exporter->mutex);
	return room;
}

static int netflow_destination_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct netflow_net *nn = netflow_net(sock_net(skb->sk));
	struct netflow_monitor *monitor, *only = NULL;
	long skip = cb->args[0];

	mutex_lock(&nn->mutex);
	if (genl_info_dump(cb)->attrs[NETFLOW_A_MONITOR]) {
		only = netflow_dump_monitor(cb, nn);
		if (!only) {
			mutex_unlock(&nn->mutex);
			return -ENOENT;
		}
	}
	list_for_each_entry(monitor, &nn->monitors, list) {
		if (only && only != monitor)
			continue;
		if (!netflow_dump_destinations(skb, cb, monitor, &skip))
			break;
	}
	mutex_unlock(&nn->mutex);
	return skb->len;
}

struct netflow_flow_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	struct netflow_monitor *monitor;
};

static int netflow_dump_put_flow(void *arg, u32 cpu, enum netflow_family family,
				 const struct netflow_flow *flow)
{
	struct netflow_flow_dump *dump = arg;
	void *header = netflow_dump_header(dump->skb, dump->cb, NETFLOW_CMD_FLOW_GET);

	if (!header)
		return -EMSGSIZE;
	genl_dump_check_consistent(dump->cb, header);
	if (netflow_put_flow(dump->skb, dump->monitor, cpu, family, flow)) {
		genlmsg_cancel(dump->skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(dump->skb, header);
	return 0;
}

static int netflow_flow_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct netflow_net *nn = netflow_net(sock_net(skb->sk));
	struct netflow_dump_at *at = (struct netflow_dump_at *)cb->args;
	struct netflow_flow_dump dump = { .skb = skb, .cb = cb };
	int err = -ENOENT;

	BUILD_BUG_ON(sizeof(*at) > sizeof(cb->args));

	mutex_lock(&nn->mutex);
	dump.monitor = netflow_dump_monitor(cb, nn);
	if (dump.monitor) {
		cb->seq = netflow_caches_generation(&dump.monitor->metering);
		err = netflow_dump_flows(&dump.monitor->metering, at, netflow_dump_put_flow, &dump);
		/* Lets the next message, even NLMSG_DONE, report that a table was resized. */
		cb->seq = netflow_caches_generation(&dump.monitor->metering);
	}
	mutex_unlock(&nn->mutex);
	return err && err != -EMSGSIZE ? err : skb->len;
}

/* Commands without a policy of their own have the family's. */
static const struct genl_ops netflow_genl_ops[] = {
	{
		.cmd = NETFLOW_CMD_MONITOR_GET,
		.doit = netflow_monitor_get_doit,
		.start = netflow_refusal_of_dump,
		.dumpit = netflow_monitor_get_dumpit,
	}, {
		.cmd = NETFLOW_CMD_MONITOR_NEW,
		.policy = netflow_settings_policy,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_monitor_new_doit,
	}, {
		.cmd = NETFLOW_CMD_MONITOR_SET,
		.policy = netflow_settings_policy,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_monitor_set_doit,
	}, {
		.cmd = NETFLOW_CMD_MONITOR_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_monitor_del_doit,
	}, {
		.cmd = NETFLOW_CMD_DESTINATION_GET,
		.start = netflow_refusal_of_dump,
		.dumpit = netflow_destination_get_dumpit,
	}, {
		.cmd = NETFLOW_CMD_DESTINATION_NEW,
		.policy = netflow_destination_policy,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_destination_doit,
	}, {
		.cmd = NETFLOW_CMD_DESTINATION_DEL,
		.policy = netflow_destination_policy,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_destination_doit,
	}, {
		.cmd = NETFLOW_CMD_STATS_GET,
		.doit = netflow_stats_get_doit,
		.start = netflow_refusal_of_dump,
		.dumpit = netflow_stats_get_dumpit,
	}, {
		.cmd = NETFLOW_CMD_FLOW_GET,
		.flags = GENL_UNS_ADMIN_PERM,
		.start = netflow_refusal_of_dump,
		.dumpit = netflow_flow_get_dumpit,
	}, {
		.cmd = NETFLOW_CMD_FLUSH,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = netflow_flush_doit,
	},
};

static const struct genl_multicast_group netflow_genl_groups[] = {
	{ .name = NETFLOW_GENL_GROUP_EVENTS },
};

struct genl_family netflow_genl_family __ro_after_init = {
	.name = NETFLOW_GENL_NAME,
	.version = NETFLOW_GENL_VERSION,
	.maxattr = NETFLOW_A_MAX,
	.policy = netflow_monitor_policy,
	.pre_doit = netflow_refusal_of_doubles,
	.netnsok = true,
	.parallel_ops = true,	/* netflow_net.mutex suffices */
	.module = THIS_MODULE,
	.ops = netflow_genl_ops,
	.n_ops = ARRAY_SIZE(netflow_genl_ops),
	.mcgrps = netflow_genl_groups,
	.n_mcgrps = ARRAY_SIZE(netflow_genl_groups),
};

int netflow_netlink_init(void)
{
	return genl_register_family(&netflow_genl_family);
}

void netflow_netlink_exit(void)
{
	genl_unregister_family(&netflow_genl_family);
}
