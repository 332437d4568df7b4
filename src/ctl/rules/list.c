// SPDX-License-Identifier: GPL-2.0
#include "list.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel.h"
#include "uapi/nf_netflow.h"
#include "kernel/netlink.h"
#include "text/json.h"
#include "match.h"
#include "nf_tables.h"
#include "own_table.h"
#include "specs.h"
#include "tables.h"

static u64 number(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) == sizeof(u64) ?
	       be64toh(mnl_attr_get_u64(attr)) : 0;
}

/* Return: the monitor of iptables' target NETFLOW in the form used by iptables-nft, or NULL. */
static const char *target_monitor(const struct nlattr *data)
{
	const struct nlattr *revision = netlink_find(data, NFTA_TARGET_REV);
	const struct nlattr *info = netlink_find(data, NFTA_TARGET_INFO);
	const struct xt_netflow_info *netflow;

	if (strcmp(netlink_string(netlink_find(data, NFTA_TARGET_NAME)), "NETFLOW"))
		return NULL;
	if (!revision || !mnl_attr_get_u32(revision) || !info ||
	    mnl_attr_get_payload_len(info) < sizeof(netflow->monitor))
		return NETFLOW_MONITOR_DEFAULT;
	netflow = mnl_attr_get_payload(info);
	return memchr(netflow->monitor, '\0', sizeof(netflow->monitor)) ? netflow->monitor : "";
}

/* Result of reading a rule's expressions. */
struct feed {
	const char *monitor;
	const struct nlattr *counter;
	bool target;
	bool leads;	/* jumps to the chain of its table that has the expression */
};

/* Is this the `goto netflow' that ends our rules with a match? */
static bool is_goto(const struct nlattr *data)
{
	const struct nlattr *value = netlink_find(data, NFTA_IMMEDIATE_DATA);
	const struct nlattr *verdict = netlink_find(value, NFTA_DATA_VERDICT);
	const struct nlattr *code = netlink_find(verdict, NFTA_VERDICT_CODE);

	return code && (int)ntohl(mnl_attr_get_u32(code)) == NFT_GOTO &&
	       !strcmp(netlink_string(netlink_find(verdict, NFTA_VERDICT_CHAIN)), CHAIN_NETFLOW);
}

static void read_expressions(const struct nlattr *nest, struct feed *feed)
{
	const struct nlattr *element, *data;
	const char *name;

	mnl_attr_for_each_nested(element, nest) {
		name = netlink_string(netlink_find(element, NFTA_EXPR_NAME));
		data = netlink_find(element, NFTA_EXPR_DATA);
		feed->target |= !strcmp(name, "target") && target_monitor(data);
		if (!strcmp(name, "counter") && !feed->monitor)
			feed->counter = data;
		else if (!strcmp(name, EXPRESSION_NETFLOW))
			feed->monitor = netlink_string(netlink_find(data, NFTA_NETFLOW_MONITOR));
		else if (!strcmp(name, "target") && target_monitor(data))
			feed->monitor = target_monitor(data);
		else if (!strcmp(name, "immediate") && is_goto(data))
			feed->leads = true;
	}
}

static void set_count(json_t *rule, const char *name, const struct nlattr *counter, u16 type)
{
	json_object_set_new(rule, name, json_integer(number(netlink_find(counter, type))));
}

static json_t *rule_json(u8 family, const struct nlattr *const attrs[],
			 const struct feed *feed, bool own)
{
	const char *table = netlink_string(attrs[NFTA_RULE_TABLE]);
	json_t *rule = json_object();

	json_object_set_new(rule, "family", json_string(nf_tables_family(family)));
	json_object_set_new(rule, "table", json_string(table));
	json_object_set_new(rule, "chain", json_string(netlink_string(attrs[NFTA_RULE_CHAIN])));
	json_object_set_new(rule, "handle", json_integer(number(attrs[NFTA_RULE_HANDLE])));
	json_object_set_new(rule, "monitor", json_string(feed->monitor));
	json_object_set_new(rule, "own", json_boolean(own));
	if (own)
		json_object_set_new(rule, "match", feed->leads ? json_null() : json_string(""));
	json_object_set_new(rule, "target", json_boolean(feed->target));
	if (!feed->counter)
		return rule;
	set_count(rule, "packets", feed->counter, NFTA_COUNTER_PACKETS);
	set_count(rule, "bytes", feed->counter, NFTA_COUNTER_BYTES);
	return rule;
}

/* What on_rule() needs and fills. */
struct listing {
	json_t *tables;	/* from rules_tables() */
	json_t *rules;
};

static int on_rule(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NFTA_RULE_MAX + 1];
	struct feed feed = { .monitor = NULL };
	struct listing *listing = data;
	const char *own = NULL;

	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	if (attrs[NFTA_RULE_EXPRESSIONS])
		read_expressions(attrs[NFTA_RULE_EXPRESSIONS], &feed);
	if (nfg->nfgen_family == NFPROTO_INET)
		own = json_string_value(json_object_get(listing->tables,
							netlink_string(attrs[NFTA_RULE_TABLE])));
	/* In the layout with matches, the rules are in the other chains. */
	if (own && !strcmp(netlink_string(attrs[NFTA_RULE_CHAIN]), CHAIN_NETFLOW))
		return MNL_CB_OK;
	if (own && feed.leads)
		feed.monitor = own;
	if (feed.monitor)
		json_array_append_new(listing->rules,
				      rule_json(nfg->nfgen_family, attrs, &feed,
						own && !strcmp(own, feed.monitor)));
	return MNL_CB_OK;
}

static int list(struct netlink *nl, struct listing *listing)
{
	int err = netlink_open(nl, NETLINK_NETFILTER);

	if (err)
		return err;
	nf_tables_message(nl, NFPROTO_UNSPEC, NFT_MSG_GETRULE, NLM_F_DUMP);
	return netlink_run(nl, on_rule, listing);
}

/* Add the matches as libnftables prints them, listing each table once. */
static void add_matches(json_t *rules)
{
	json_t *tables = json_object(), *texts, *rule, *match;
	char handle[24];
	size_t i;

	json_array_foreach(rules, i, rule) {
		const char *table = json_text(rule, "table");

		if (!json_is_null(json_object_get(rule, "match")))
			continue;
		texts = json_object_get(tables, table);
		if (!texts) {
			texts = rules_match_texts(table);
			json_object_set_new(tables, table, texts);
		}
		snprintf(handle, sizeof(handle), "%llu",
			 (unsigned long long)json_number(rule, "handle"));
		match = json_object_get(texts, handle);
		json_object_set_new(rule, "match", match ? json_incref(match) : json_string(""));
	}
	json_decref(tables);
}

json_t *rules_list(void)
{
	struct listing listing = { .rules = json_array() };
	int err = -EINTR, tries;
	struct netlink nl;

	/* -EINTR: the ruleset changed during the dump. Start again. */
	for (tries = 0; err == -EINTR && tries < NETLINK_TRIES; tries++) {
		json_decref(listing.tables);
		err = rules_tables(&listing.tables);
		if (err)
			break;
		json_array_clear(listing.rules);
		err = list(&nl, &listing);
		if (err && (err != -EINTR || tries == NETLINK_TRIES - 1) && !nf_tables_absent(err))
			netlink_complain(&nl, err, "cannot read the rules of nftables");
		netlink_close(&nl);
	}
	json_decref(listing.tables);
	if (err && !nf_tables_absent(err)) {
		json_decref(listing.rules);
		return NULL;
	}
	add_matches(listing.rules);
	return listing.rules;
}

json_t *rules_own(const json_t *rules, const char *monitor)
{
	json_t *specs = json_array(), *rule, *spec, *normal;
	size_t i;

	json_array_foreach((json_t *)rules, i, rule) {
		if (!json_is_true(json_object_get(rule, "own")) ||
		    strcmp(json_text(rule, "monitor"), monitor))
			continue;
		spec = rule_spec_of_chain(json_text(rule, "chain"), json_text(rule, "match"));
		if (spec)
			json_array_append_new(specs, spec);
	}
	normal = rule_specs_normalise(specs);
	json_decref(specs);
	return normal;
}

json_t *rules_monitors(const json_t *rules)
{
	json_t *seen = json_object(), *names = json_array(), *rule;
	const char *name;
	size_t i;

	json_array_foreach((json_t *)rules, i, rule) {
		name = json_text(rule, "monitor");
		if (!json_is_true(json_object_get(rule, "own")) || json_object_get(seen, name))
			continue;
		json_object_set_new(seen, name, json_true());
		json_array_append_new(names, json_string(name));
	}
	json_decref(seen);
	return names;
}

void rules_table(const json_t *rules, const char *monitor, char *name)
{
	json_t *rule;
	size_t i;

	rules_table_name(monitor, name);
	json_array_foreach((json_t *)rules, i, rule)
		if (json_is_true(json_object_get(rule, "own")) &&
		    !strcmp(json_text(rule, "monitor"), monitor))
			snprintf(name, TABLE_NAME_SIZE, "%s", json_text(rule, "table"));
}
