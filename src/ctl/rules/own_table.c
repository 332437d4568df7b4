// SPDX-License-Identifier: GPL-2.0
#include "own_table.h"

#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/table.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_ipv4.h>

#include "settings/settings.h"
#include "kernel/netlink.h"
#include "text/complain.h"
#include "text/json.h"
#include "nf_tables.h"
#include "specs.h"
#include "tables.h"
#include "waiting.h"

/*
 * The position in a hook at which packets are counted.
 *
 * input, forward, output: after every filter (0, 50), so that only accepted packets
 * count; before the source NAT of input (100), so that the addresses are still the
 * sender's.
 * prerouting: before all others, even before defragmentation (-400), to count every
 * packet as it was received, whether or not it is dropped later.
 * postrouting: after NAT (100) and the helpers (300), to count packets that leave, with
 * the addresses that they have on the wire.
 * ingress: before all other chains, to count every packet of a device.
 */
int rules_priority(int hook)
{
	switch (hook) {
	case NETFLOW_HOOK_PREROUTING:
	case RULE_HOOK_INGRESS:
		return NF_IP_PRI_RAW_BEFORE_DEFRAG - 50;
	case NETFLOW_HOOK_POSTROUTING:
		return NF_IP_PRI_CONNTRACK_HELPER + 100;
	default:
		return NF_IP_PRI_SECURITY + 25;
	}
}

static void put_comment(struct nlmsghdr *nlh, u16 attr, const char *text)
{
	u8 data[256];
	size_t size = strlen(text) + 1;

	data[0] = NF_TABLES_COMMENT;
	data[1] = size;
	memcpy(data + 2, text, size);
	mnl_attr_put(nlh, attr, size + 2, data);
}

/* @monitor: to be named in the comment that marks the table as ours */
static void put_table(struct netlink *nl, const char *name, const char *monitor)
{
	struct nlmsghdr *nlh = nf_tables_message(nl, NFPROTO_INET, NFT_MSG_NEWTABLE, NLM_F_CREATE);
	struct nftnl_table *table = nf_tables_object(nftnl_table_alloc());
	char comment[TABLE_COMMENT_SIZE];

	nftnl_table_set_str(table, NFTNL_TABLE_NAME, name);
	nftnl_table_nlmsg_build_payload(nlh, table);
	rules_table_comment(monitor, comment);
	put_comment(nlh, NFTA_TABLE_USERDATA, comment);
	nftnl_table_free(table);
}

/* Create the table first, as deleting a missing table would be an error. */
static void put_table_removal(struct netlink *nl, const char *name, u16 flags)
{
	struct nftnl_table *table = nf_tables_object(nftnl_table_alloc());
	struct nlmsghdr *nlh;

	put_table(nl, name, "");
	nlh = nf_tables_message(nl, NFPROTO_INET, NFT_MSG_DELTABLE, flags);
	nftnl_table_set_str(table, NFTNL_TABLE_NAME, name);
	nftnl_table_nlmsg_build_payload(nlh, table);
	nftnl_table_free(table);
}

static void set_hook(struct nftnl_chain *chain, const json_t *spec)
{
	int hook = rule_hook_find(json_text(spec, "hook"));
	const char *device = json_text(spec, "device");

	/* Hook numbers are those of settings; NF_INET_INGRESS equals RULE_HOOK_INGRESS. */
	nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, hook);
	nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, rules_priority(hook));
	if (device[0])
		nftnl_chain_set_str(chain, NFTNL_CHAIN_DEV, device);
	nftnl_chain_set_u32(chain, NFTNL_CHAIN_POLICY, NF_ACCEPT);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, "filter");
}

/* Create or remove a chain. @spec: of a base chain, or NULL */
static void put_chain(struct netlink *nl, u16 type, u16 flags, const char *table,
		      const char *name, const json_t *spec)
{
	struct nlmsghdr *nlh = nf_tables_message(nl, NFPROTO_INET, type, flags);
	struct nftnl_chain *chain = nf_tables_object(nftnl_chain_alloc());

	nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, table);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, name);
	if (spec)
		set_hook(chain, spec);
	nftnl_chain_nlmsg_build_payload(nlh, chain);
	nftnl_chain_free(chain);
}

static void put_expression(struct nlmsghdr *nlh, const char *name, u16 attr,
			   const char *value)
{
	struct nlattr *expression = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	struct nlattr *data;

	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, name);
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	if (value)
		mnl_attr_put_strz(nlh, attr, value);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, expression);
}

/* Without libnftnl, which cannot build an expression that it does not know. */
static void put_rule(struct netlink *nl, const char *table, const char *chain,
		     const char *monitor, bool counts, u16 flags)
{
	struct nlmsghdr *nlh = nf_tables_message(nl, NFPROTO_INET, NFT_MSG_NEWRULE,
						 NLM_F_CREATE | NLM_F_APPEND | flags);
	struct nlattr *nest;

	mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, table);
	mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, chain);
	nest = mnl_attr_nest_start(nlh, NFTA_RULE_EXPRESSIONS);
	if (counts)
		put_expression(nlh, "counter", 0, NULL);
	put_expression(nlh, EXPRESSION_NETFLOW, NFTA_NETFLOW_MONITOR, monitor);
	mnl_attr_nest_end(nlh, nest);
	put_comment(nlh, NFTA_RULE_USERDATA, "netflowctl");
}

static void complain_replace(const struct netlink *nl, int err, const char *table)
{
	if (err == -ENOENT)
		complain("the kernel has no nftables expression 'netflow': modprobe nft_netflow");
	else if (err == -EOPNOTSUPP || err == -EPROTONOSUPPORT || err == -EAFNOSUPPORT)
		complain("no nf_tables in this kernel (%s); --backend hooks works without it",
			 strerror(-err));
	else
		netlink_complain(nl, err, "cannot create the table 'inet %s'", table);
}

int rules_meter(const struct own_table *own)
{
	const char *table = own->name;
	struct netlink nl;
	int err;

	err = netlink_open(&nl, NETLINK_NETFILTER);
	if (!err) {
		nf_tables_begin(&nl);
		put_table(&nl, table, own->monitor);
		put_chain(&nl, NFT_MSG_NEWCHAIN, NLM_F_CREATE, table, CHAIN_NETFLOW, NULL);
		nf_tables_remove_rules(&nl, NFPROTO_INET, table, CHAIN_NETFLOW, 0, 0);
		put_rule(&nl, table, CHAIN_NETFLOW, own->monitor, false, NLM_F_ACK);
		nf_tables_end(&nl);
		err = netlink_run(&nl, NULL, NULL);
	}
	if (err)
		complain_replace(&nl, err, table);
	netlink_close(&nl);
	return err;
}

/* A chain that cannot be removed is harmless, as no rule leads to it. */
void rules_meter_remove(const char *table)
{
	struct netlink nl;

	if (netlink_open(&nl, NETLINK_NETFILTER))
		return;
	nf_tables_begin(&nl);
	nf_tables_remove_rules(&nl, NFPROTO_INET, table, CHAIN_NETFLOW, 0, 0);
	put_chain(&nl, NFT_MSG_DELCHAIN, NLM_F_ACK, table, CHAIN_NETFLOW, NULL);
	nf_tables_end(&nl);
	netlink_run(&nl, NULL, NULL);
	netlink_close(&nl);
}

static int delete(struct netlink *nl, const char *table)
{
	int err = netlink_open(nl, NETLINK_NETFILTER);

	if (err)
		return err;
	nf_tables_begin(nl);
	put_table_removal(nl, table, NLM_F_ACK);
	nf_tables_end(nl);
	return netlink_run(nl, NULL, NULL);
}

int rules_table_remove(const char *table)
{
	struct netlink nl;
	int err = delete(&nl, table);

	if (err)
		netlink_complain(&nl, err, "cannot remove the table 'inet %s'", table);
	netlink_close(&nl);
	return err;
}

/* Add the chains of @specs, and their rules if @monitor is not NULL. */
static void put_specs(struct netlink *nl, const char *table, const char *monitor,
		      const json_t *specs)
{
	size_t i, last = json_array_size(specs) - 1;
	char chain[CHAIN_NAME_SIZE];
	json_t *spec;

	json_array_foreach((json_t *)specs, i, spec) {
		u16 flags = i == last ? NLM_F_ACK : 0;

		rule_spec_chain(spec, chain, sizeof(chain));
		put_chain(nl, NFT_MSG_NEWCHAIN, NLM_F_CREATE | (monitor ? 0 : flags), table, chain,
			  rules_wait(spec) ? NULL : spec);
		if (monitor)
			put_rule(nl, table, chain, monitor, true, flags);
	}
}

/* Unless @commit, only check: the kernel reverts a batch without an end. */
static int replace(struct netlink *nl, const struct own_table *own, bool commit,
		   const json_t *specs)
{
	int err = netlink_open(nl, NETLINK_NETFILTER);

	if (err)
		return err;
	nf_tables_begin(nl);
	put_table_removal(nl, own->name, 0);
	if (own->old[0])
		put_table_removal(nl, own->old, 0);
	put_table(nl, own->name, own->monitor);
	put_specs(nl, own->name, commit ? own->monitor : NULL, specs);
	if (commit)
		nf_tables_end(nl);
	return netlink_run(nl, NULL, NULL);
}

/* A rule without a match is the only one in its chain. */
int rules_plain_replace(const struct own_table *own, const json_t *specs)
{
	struct netlink nl;
	int err = replace(&nl, own, true, specs);

	if (err)
		complain_replace(&nl, err, own->name);
	netlink_close(&nl);
	return err;
}

int rules_plain_check(const struct own_table *own, const json_t *specs)
{
	json_t *normal = rule_specs_normalise(specs);
	struct netlink nl;
	int err = replace(&nl, own, false, normal);

	if (err)
		complain_replace(&nl, err, own->name);
	netlink_close(&nl);
	json_decref(normal);
	return err;
}
