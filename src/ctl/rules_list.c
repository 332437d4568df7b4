// SPDX-License-Identifier: GPL-2.0
#include "rules.h"
#include "rules_private.h"

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>

/* A ruleset that changes all the time must not keep us here for ever. */
#define TRIES	20

/* The attribute of that type in a nest, or NULL. */
static const struct nlattr *find(const struct nlattr *nest, u16 type)
{
	const struct nlattr *attr;

	if (nest)
		mnl_attr_for_each_nested(attr, nest)
			if (mnl_attr_get_type(attr) == type)
				return attr;
	return NULL;
}

static const char *text(const struct nlattr *attr)
{
	return attr ? netlink_string(attr) : "";
}

static u64 number(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) == sizeof(u64) ?
	       be64toh(mnl_attr_get_u64(attr)) : 0;
}

/* iptables' target NETFLOW, as iptables-nft puts it into the kernel. */
static const char *target_monitor(const struct nlattr *data)
{
	const struct nlattr *revision = find(data, NFTA_TARGET_REV);
	const struct nlattr *info = find(data, NFTA_TARGET_INFO);
	const struct xt_netflow_info *netflow;

	if (strcmp(text(find(data, NFTA_TARGET_NAME)), "NETFLOW"))
		return NULL;
	if (!revision || !mnl_attr_get_u32(revision) || !info ||
	    mnl_attr_get_payload_len(info) < sizeof(netflow->monitor))
		return NETFLOW_MONITOR_DEFAULT;
	netflow = mnl_attr_get_payload(info);
	return memchr(netflow->monitor, '\0', sizeof(netflow->monitor)) ? netflow->monitor : "";
}

/* What a rule's expressions tell. */
struct feed {
	const char *monitor;
	const struct nlattr *counter;
	bool target;
};

static void read_expressions(const struct nlattr *nest, struct feed *feed)
{
	const struct nlattr *element, *data;
	const char *name;

	mnl_attr_for_each_nested(element, nest) {
		name = text(find(element, NFTA_EXPR_NAME));
		data = find(element, NFTA_EXPR_DATA);
		feed->target |= !strcmp(name, "target") && target_monitor(data);
		if (!strcmp(name, "counter") && !feed->monitor)
			feed->counter = data;
		else if (!strcmp(name, EXPRESSION_NETFLOW))
			feed->monitor = text(find(data, NFTA_NETFLOW_MONITOR));
		else if (!strcmp(name, "target") && target_monitor(data))
			feed->monitor = target_monitor(data);
	}
}

static const char *family_name(u8 family)
{
	static const char *const names[] = {
		[NFPROTO_INET] = "inet",
		[NFPROTO_IPV4] = "ip",
		[NFPROTO_ARP] = "arp",
		[NFPROTO_NETDEV] = "netdev",
		[NFPROTO_BRIDGE] = "bridge",
		[NFPROTO_IPV6] = "ip6",
	};

	return family < ARRAY_SIZE(names) && names[family] ? names[family] : "?";
}

static json_t *rule_json(u8 family, const struct nlattr *const attrs[],
			 const struct feed *feed)
{
	const char *table = text(attrs[NFTA_RULE_TABLE]);
	json_t *rule = json_object();
	char own[TABLE_NAME_SIZE];

	rules_table_name(feed->monitor, own);
	json_object_set_new(rule, "family", json_string(family_name(family)));
	json_object_set_new(rule, "table", json_string(table));
	json_object_set_new(rule, "chain", json_string(text(attrs[NFTA_RULE_CHAIN])));
	json_object_set_new(rule, "handle", json_integer(number(attrs[NFTA_RULE_HANDLE])));
	json_object_set_new(rule, "monitor", json_string(feed->monitor));
	json_object_set_new(rule, "own",
			    json_boolean(family == NFPROTO_INET && !strcmp(table, own)));
	json_object_set_new(rule, "target", json_boolean(feed->target));
	if (!feed->counter)
		return rule;
	json_object_set_new(rule, "packets",
			    json_integer(number(find(feed->counter, NFTA_COUNTER_PACKETS))));
	json_object_set_new(rule, "bytes",
			    json_integer(number(find(feed->counter, NFTA_COUNTER_BYTES))));
	return rule;
}

static int on_rule(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NFTA_RULE_MAX + 1] = { NULL };
	const struct nlattr *attr;
	struct feed feed = { .monitor = NULL };

	mnl_attr_for_each(attr, nlh, sizeof(*nfg))
		if (mnl_attr_get_type(attr) <= NFTA_RULE_MAX)
			attrs[mnl_attr_get_type(attr)] = attr;
	if (attrs[NFTA_RULE_EXPRESSIONS])
		read_expressions(attrs[NFTA_RULE_EXPRESSIONS], &feed);
	if (feed.monitor)
		json_array_append_new(data, rule_json(nfg->nfgen_family, attrs, &feed));
	return MNL_CB_OK;
}

static int list(struct netlink *nl, json_t *rules)
{
	int err = netlink_open(nl, NETLINK_NETFILTER);

	if (err)
		return err;
	rules_message(nl, NFPROTO_UNSPEC, NFT_MSG_GETRULE, NLM_F_DUMP);
	return netlink_run(nl, on_rule, rules);
}

/* The kernel has no nf_tables: nothing to list. */
static bool is_absent(int err)
{
	return err == -EINVAL || err == -EPROTONOSUPPORT || err == -EOPNOTSUPP;
}

json_t *rules_list(void)
{
	json_t *rules = json_array();
	int err = -EINTR, tries;
	struct netlink nl;

	/* A change of the ruleset in the middle of the dump: from the beginning again. */
	for (tries = 0; err == -EINTR && tries < TRIES; tries++) {
		json_array_clear(rules);
		err = list(&nl, rules);
		if (err && (err != -EINTR || tries == TRIES - 1) && !is_absent(err))
			netlink_complain(&nl, err, "cannot read the rules of nftables");
		netlink_close(&nl);
	}
	if (!err || is_absent(err))
		return rules;
	json_decref(rules);
	return NULL;
}
