// SPDX-License-Identifier: GPL-2.0
#include "chains.h"

#include <libnftnl/chain.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel.h"
#include "kernel/netlink.h"
#include "rules/nf_tables.h"
#include "text/json.h"
#include "text/quote.h"
#include "findings.h"

static void add_device(json_t *devices, const char *name)
{
	if (name)
		json_array_append_new(devices, json_string(name));
}

/* One device, or a list of them. */
static json_t *chain_devices(const struct nftnl_chain *chain)
{
	const char *const *list = NULL;
	json_t *devices = json_array();

	if (nftnl_chain_is_set(chain, NFTNL_CHAIN_DEVICES))
		list = nftnl_chain_get_array(chain, NFTNL_CHAIN_DEVICES);
	if (nftnl_chain_is_set(chain, NFTNL_CHAIN_DEV))
		add_device(devices, nftnl_chain_get_str(chain, NFTNL_CHAIN_DEV));
	for (; list && *list; list++)
		add_device(devices, *list);
	return devices;
}

/* The hook at which the devices of a base chain receive their packets. */
static bool is_ingress(const struct nftnl_chain *chain, u8 family)
{
	u32 hook = nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM);

	return (family == NFPROTO_NETDEV && hook == NF_NETDEV_INGRESS) ||
	       (family == NFPROTO_INET && hook == NF_INET_INGRESS);
}

static int on_chain(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	struct nftnl_chain *chain = nf_tables_object(nftnl_chain_alloc());
	const char *type;

	if (!nftnl_chain_nlmsg_parse(nlh, chain) &&
	    nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM)) {
		type = nftnl_chain_get_str(chain, NFTNL_CHAIN_TYPE);
		json_array_append_new(data, json_pack("{s:s, s:s, s:s, s:s, s:b, s:o}", "family",
						      nf_tables_family(nfg->nfgen_family),
						      "table",
						      nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE),
						      "chain",
						      nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME),
						      "type", type ? type : "", "ingress",
						      is_ingress(chain, nfg->nfgen_family),
						      "devices", chain_devices(chain)));
	}
	nftnl_chain_free(chain);
	return MNL_CB_OK;
}

static bool is_in(const json_t *rule, const json_t *chain)
{
	return !strcmp(json_text(rule, "family"), json_text(chain, "family")) &&
	       !strcmp(json_text(rule, "table"), json_text(chain, "table"));
}

/* Is it a chain, and a table, that iptables-nft makes? */
static bool is_of_iptables(const json_t *chain)
{
	static const char *const tables[] = { "filter", "nat", "mangle", "raw", "security" };
	static const char *const chains[] = {
		"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING",
	};
	bool table = false, name = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		table |= !strcmp(json_text(chain, "table"), tables[i]);
		name |= !strcmp(json_text(chain, "chain"), chains[i]);
	}
	return table && name && strncmp(json_text(chain, "family"), "inet", 4);
}

static void look_at_nat(json_t *findings, const json_t *rule)
{
	char command[FINDING_COMMAND_SIZE];

	finding(findings, DOCTOR_WARNING, "nat", finding_chain(rule, command),
		"the rule in %s %s %s is in a chain of the type nat: it meters only the first "
		"packet of each connection",
		json_text(rule, "family"), json_text(rule, "table"), json_text(rule, "chain"));
	finding_hint(findings, "put it into a chain of the type filter");
}

static void look_at_devices(json_t *findings, const json_t *rule, const json_t *chain)
{
	json_t *device;
	size_t i;

	json_array_foreach(json_object_get(chain, "devices"), i, device) {
		if (if_nametoindex(json_string_value(device)))
			continue;
		finding(findings, DOCTOR_WARNING, "device", "ip link",
			"the chain %s %s %s is at the interface '%s', which does not exist",
			json_text(rule, "family"), json_text(rule, "table"),
			json_text(rule, "chain"), json_string_value(device));
		finding_hint(findings, "nft refuses a whole file with a chain of an "
				       "interface that does not exist yet; 'rule = "
				       "ingress:DEVICE' in netflow.conf waits for it");
	}
}

/* iptables cannot list a rule with an expression that it does not know. */
static void look_at_iptables(json_t *findings, const json_t *rule)
{
	bool six = !strcmp(json_text(rule, "family"), "ip6");
	char command[FINDING_COMMAND_SIZE], hint[256];

	finding(findings, DOCTOR_WARNING, "iptables", finding_chain(rule, command),
		"the rule in %s %s %s is in a table of iptables, which refuses to list or "
		"save the table now",
		json_text(rule, "family"), json_text(rule, "table"), json_text(rule, "chain"));
	snprintf(hint, sizeof(hint), "replace it by a rule of %s with -j NETFLOW, or put it "
				     "into a table of your own",
		 six ? "ip6tables" : "iptables");
	finding_hint(findings, hint);
}

static void look_at_rule(json_t *findings, const json_t *rule, const json_t *chains)
{
	bool native = !json_is_true(json_object_get(rule, "target")), iptables = false;
	json_t *chain;
	size_t i;

	json_array_foreach((json_t *)chains, i, chain) {
		if (!is_in(rule, chain))
			continue;
		iptables |= is_of_iptables(chain);
		if (strcmp(json_text(rule, "chain"), json_text(chain, "chain")))
			continue;
		if (!strcmp(json_text(chain, "type"), "nat"))
			look_at_nat(findings, rule);
		look_at_devices(findings, rule, chain);
	}
	if (native && iptables)
		look_at_iptables(findings, rule);
}

json_t *chains_list(void)
{
	json_t *chains = json_array();

	if (nf_tables_dump(NFT_MSG_GETCHAIN, on_chain, chains, chains))
		json_array_clear(chains);
	return chains;
}

void doctor_chains(json_t *findings, const json_t *chains, const json_t *rules)
{
	json_t *rule;
	size_t i;

	json_array_foreach((json_t *)rules, i, rule)
		look_at_rule(findings, rule, chains);
}
