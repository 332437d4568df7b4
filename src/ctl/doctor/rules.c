// SPDX-License-Identifier: GPL-2.0
/* doctor: do packets get to the rules, and what takes them away before? */
#include "doctor.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "text/output.h"
#include "rules/specs.h"
#include "rules/rules.h"
#include "rules/rules_private.h"

static u32 number(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) == sizeof(u32) ?
	       ntohl(mnl_attr_get_u32(attr)) : 0;
}

static const char *family_name(const struct nlmsghdr *nlh)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);

	switch (nfg->nfgen_family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	default:
		return NULL;
	}
}

/* Attributes of a message by type, up to @most. */
static void read_attributes(const struct nlmsghdr *nlh, const struct nlattr *attrs[], int most)
{
	const struct nlattr *attr;

	memset(attrs, 0, (most + 1) * sizeof(*attrs));
	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg))
		if (mnl_attr_get_type(attr) <= most)
			attrs[mnl_attr_get_type(attr)] = attr;
}

/* One dump of nf_tables. Return: 0 or a negative errno. */
static int dump(u16 type, mnl_cb_t answer, void *data)
{
	struct netlink nl;
	int err = netlink_open(&nl, NETLINK_NETFILTER);

	if (err)
		return err;
	rules_message(&nl, NFPROTO_UNSPEC, type, NLM_F_DUMP);
	err = netlink_run(&nl, answer, data);
	netlink_close(&nl);
	return err;
}

struct drop_search {
	unsigned int hook;
	int priority;
	json_t *chains;
};

static json_t *chain_json(const char *family, const struct nlattr *const attrs[], int priority)
{
	const struct nlattr *policy = attrs[NFTA_CHAIN_POLICY];

	return json_pack("{s:s, s:s, s:s, s:i, s:b}", "family", family,
			 "table", netlink_string(attrs[NFTA_CHAIN_TABLE]),
			 "chain", netlink_string(attrs[NFTA_CHAIN_NAME]), "priority", priority,
			 "policy", policy && number(policy) == NF_DROP);
}

static int on_chain(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NFTA_CHAIN_MAX + 1], *hook;
	struct drop_search *search = data;
	const char *family = family_name(nlh);
	int priority;

	read_attributes(nlh, attrs, NFTA_CHAIN_MAX);
	hook = attrs[NFTA_CHAIN_HOOK];
	if (!family || !hook || number(netlink_find(hook, NFTA_HOOK_HOOKNUM)) != search->hook)
		return MNL_CB_OK;
	priority = number(netlink_find(hook, NFTA_HOOK_PRIORITY));
	if (priority < search->priority)
		json_array_append_new(search->chains,
				      chain_json(family, attrs, priority));
	return MNL_CB_OK;
}

static bool has_drop(const struct nlattr *expressions)
{
	const struct nlattr *element, *data, *verdict;

	if (!expressions)
		return false;
	mnl_attr_for_each_nested(element, expressions) {
		const char *name = netlink_string(netlink_find(element, NFTA_EXPR_NAME));

		if (!strcmp(name, "reject"))
			return true;
		if (strcmp(name, "immediate"))
			continue;
		data = netlink_find(element, NFTA_EXPR_DATA);
		verdict = netlink_find(netlink_find(data, NFTA_IMMEDIATE_DATA),
				       NFTA_DATA_VERDICT);
		if (verdict && number(netlink_find(verdict, NFTA_VERDICT_CODE)) == NF_DROP)
			return true;
	}
	return false;
}

/* A rule that drops marks its chain. */
static int on_rule(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NFTA_RULE_MAX + 1];
	struct drop_search *search = data;
	const char *family = family_name(nlh);
	json_t *chain;
	size_t i;

	read_attributes(nlh, attrs, NFTA_RULE_MAX);
	if (!family || !has_drop(attrs[NFTA_RULE_EXPRESSIONS]))
		return MNL_CB_OK;
	json_array_foreach(search->chains, i, chain)
		if (!strcmp(json_text(chain, "family"), family) &&
		    !strcmp(json_text(chain, "table"), netlink_string(attrs[NFTA_RULE_TABLE])) &&
		    !strcmp(json_text(chain, "chain"), netlink_string(attrs[NFTA_RULE_CHAIN])))
			json_object_set_new(chain, "rule", json_true());
	return MNL_CB_OK;
}

json_t *doctor_drops(unsigned int hook, int priority)
{
	struct drop_search search = { hook, priority, json_array() };
	json_t *chain;
	size_t i;

	if (dump(NFT_MSG_GETCHAIN, on_chain, &search) ||
	    dump(NFT_MSG_GETRULE, on_rule, &search)) {
		json_decref(search.chains);
		return NULL;
	}
	for (i = json_array_size(search.chains); i-- > 0;) {
		chain = json_array_get(search.chains, i);
		if (!json_is_true(json_object_get(chain, "policy")) &&
		    !json_object_get(chain, "rule"))
			json_array_remove(search.chains, i);
	}
	return search.chains;
}

static void tell_drops(json_t *findings, const char *where, unsigned int hook, int priority)
{
	json_t *chains = doctor_drops(hook, priority), *chain;
	char command[256];
	size_t i;

	json_array_foreach(chains, i, chain) {
		snprintf(command, sizeof(command), "nft list chain %s %s %s",
			 json_text(chain, "family"), json_text(chain, "table"),
			 json_text(chain, "chain"));
		finding(findings, DOCTOR_WARNING, "verdict", command,
			"%s %s %s drops packets, and comes before the rule at %s",
			json_text(chain, "family"), json_text(chain, "table"),
			json_text(chain, "chain"), where);
	}
	json_decref(chains);
}

static void look_at_forwarding(json_t *findings)
{
	char v4[16], v6[16];

	read_first_line("/proc/sys/net/ipv4/ip_forward", v4, sizeof(v4));
	read_first_line("/proc/sys/net/ipv6/conf/all/forwarding", v6, sizeof(v6));
	if (v4[0] == '0' && v6[0] != '1')
		finding(findings, DOCTOR_WARNING, "forwarding", "sysctl -w net.ipv4.ip_forward=1",
			"this machine does not forward: at the hook forward there is nothing");
}

/* An own rule that has met no packet. */
static void look_at_unhit(json_t *findings, const json_t *rule)
{
	json_t *spec = rule_spec_of_chain(json_text(rule, "chain"), json_text(rule, "match"));
	int hook = spec ? rule_hook_find(json_text(spec, "hook")) : -1;

	finding(findings, DOCTOR_WARNING, "rule", "netflowctl rule list",
		"the rule at %s%s%s of monitor %s has met no packet yet", json_text(rule, "chain"),
		json_text(rule, "match")[0] ? " for " : "", json_text(rule, "match"),
		json_text(rule, "monitor"));
	if (hook == RULE_HOOK_INGRESS)
		doctor_link(findings, "rule", 0, json_text(spec, "device"));
	else if (hook >= 0)
		tell_drops(findings, json_text(rule, "chain"), hook, rules_priority(hook));
	if (hook == NETFLOW_HOOK_FORWARD)
		look_at_forwarding(findings);
	json_decref(spec);
}

static int on_flowtable(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NFTA_FLOWTABLE_MAX + 1];

	read_attributes(nlh, attrs, NFTA_FLOWTABLE_MAX);
	json_array_append_new(data, json_string(netlink_string(attrs[NFTA_FLOWTABLE_NAME])));
	return MNL_CB_OK;
}

/* Packets of flows that are offloaded see no hook but ingress. */
static void look_at_flowtables(json_t *findings)
{
	json_t *names = json_array();

	if (!dump(NFT_MSG_GETFLOWTABLE, on_flowtable, names) && json_array_size(names))
		finding(findings, DOCTOR_WARNING, "flowtable",
			"netflowctl rule add --hook ingress --device DEVICE",
			"the flowtable '%s' takes packets past all rules but those at ingress",
			json_string_value(json_array_get(names, 0)));
	json_decref(names);
}

static void look_at_rule(json_t *findings, const json_t *rule)
{
	bool own = json_is_true(json_object_get(rule, "own"));
	char command[256], count[FORMAT_SIZE];

	if (!json_object_get(rule, "packets"))
		return;
	if (json_number(rule, "packets")) {
		finding(findings, DOCTOR_OK, "rule", NULL, "packets that %s %s %s has met: %s",
			json_text(rule, "family"), json_text(rule, "table"),
			json_text(rule, "chain"),
			format_count(json_number(rule, "packets"), count));
	} else if (own) {
		look_at_unhit(findings, rule);
	} else {
		snprintf(command, sizeof(command), "nft list chain %s %s %s",
			 json_text(rule, "family"), json_text(rule, "table"),
			 json_text(rule, "chain"));
		finding(findings, DOCTOR_WARNING, "rule", command,
			"the rule in %s %s %s has met no packet yet", json_text(rule, "family"),
			json_text(rule, "table"), json_text(rule, "chain"));
	}
}

static void look_at_feeding(json_t *findings, const json_t *monitors)
{
	json_t *monitor;
	bool fed = false;
	char command[128];
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor) {
		const char *name = json_text(monitor, "name");

		if (json_number(monitor, "users")) {
			fed = true;
		} else if (strcmp(name, NETFLOW_MONITOR_DEFAULT)) {
			snprintf(command, sizeof(command), "netflowctl enable --monitor %s", name);
			finding(findings, DOCTOR_WARNING, "feeding", command,
				"no rule and no hook feeds monitor %s", name);
		}
	}
	if (!fed)
		finding(findings, DOCTOR_ERROR, "feeding", "netflowctl enable",
			"no rule and no hook feeds a monitor: nothing is metered");
}

void doctor_rules(json_t *findings, const json_t *monitors)
{
	json_t *rules, *rule;
	size_t i;

	look_at_feeding(findings, monitors);
	rules = rules_list();
	if (!rules) {
		finding(findings, DOCTOR_WARNING, "rule", "sudo netflowctl doctor",
			"the rules of nftables cannot be read; this needs CAP_NET_ADMIN");
		return;
	}
	json_array_foreach(rules, i, rule)
		look_at_rule(findings, rule);
	if (json_array_size(rules))
		look_at_flowtables(findings);
	json_decref(rules);
}
