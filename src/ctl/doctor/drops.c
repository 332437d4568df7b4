// SPDX-License-Identifier: GPL-2.0
#include "drops.h"

#include <arpa/inet.h>
#include <libnftnl/chain.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel.h"
#include "kernel/netlink.h"
#include "rules/nf_tables.h"
#include "text/json.h"

static u32 number(const struct nlattr *attr)
{
	return attr && mnl_attr_get_payload_len(attr) == sizeof(u32) ?
	       ntohl(mnl_attr_get_u32(attr)) : 0;
}

/* The family of a chain or rule that sees IP packets, or NULL. */
static const char *family_name(const struct nlmsghdr *nlh)
{
	u8 family = ((const struct nfgenmsg *)mnl_nlmsg_get_payload(nlh))->nfgen_family;
	bool is_ip = family == NFPROTO_INET || family == NFPROTO_IPV4 || family == NFPROTO_IPV6;

	return is_ip ? nf_tables_family(family) : NULL;
}

struct drop_search {
	unsigned int hook;
	int priority;
	json_t *chains;
};

static json_t *chain_json(const char *family, const struct nftnl_chain *chain)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:b}", "family", family,
			 "table", nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE),
			 "chain", nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME),
			 "priority", nftnl_chain_get_s32(chain, NFTNL_CHAIN_PRIO),
			 "policy", nftnl_chain_is_set(chain, NFTNL_CHAIN_POLICY) &&
				   nftnl_chain_get_u32(chain, NFTNL_CHAIN_POLICY) == NF_DROP);
}

static int on_chain(const struct nlmsghdr *nlh, void *data)
{
	struct nftnl_chain *chain = nf_tables_object(nftnl_chain_alloc());
	struct drop_search *search = data;
	const char *family = family_name(nlh);

	if (family && !nftnl_chain_nlmsg_parse(nlh, chain) &&
	    nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM) &&
	    nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM) == search->hook &&
	    nftnl_chain_get_s32(chain, NFTNL_CHAIN_PRIO) < search->priority)
		json_array_append_new(search->chains, chain_json(family, chain));
	nftnl_chain_free(chain);
	return MNL_CB_OK;
}

/* libnftnl rejects any rule with an expression `netflow', so parse rules with libmnl. */
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

/* Mark the chain of a rule that drops packets. */
static int on_rule(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NFTA_RULE_MAX + 1];
	struct drop_search *search = data;
	const char *family = family_name(nlh);
	json_t *chain;
	size_t i;

	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
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

	if (nf_tables_dump(NFT_MSG_GETCHAIN, on_chain, &search, search.chains) ||
	    nf_tables_dump(NFT_MSG_GETRULE, on_rule, &search, NULL)) {
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
