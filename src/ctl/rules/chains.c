// SPDX-License-Identifier: GPL-2.0
/*
 * The chains of netflowctl's own tables, and those that wait for an interface.
 *
 * A rule of the configuration file may be at ingress of an interface that is not
 * there yet. Its chain is made all the same, without the hook: so the rule is listed,
 * saved and deleted as any other, and where the interface is, the table is made anew.
 */
#include "rules.h"
#include "rules_private.h"

#include <errno.h>
#include <string.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

#include "text/output.h"
#include "specs.h"

/* Chains of one table, by name: do packets come there? */
struct chain_search {
	const char *table;
	json_t *chains;
};

static int on_chain(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NFTA_CHAIN_MAX + 1] = { NULL };
	struct chain_search *search = data;
	const struct nlattr *attr;
	const char *name;

	mnl_attr_for_each(attr, nlh, sizeof(*nfg))
		if (mnl_attr_get_type(attr) <= NFTA_CHAIN_MAX)
			attrs[mnl_attr_get_type(attr)] = attr;
	name = netlink_string(attrs[NFTA_CHAIN_NAME]);
	if (nfg->nfgen_family == NFPROTO_INET && strcmp(name, CHAIN_NETFLOW) &&
	    !strcmp(netlink_string(attrs[NFTA_CHAIN_TABLE]), search->table))
		json_object_set_new(search->chains, name, json_boolean(attrs[NFTA_CHAIN_HOOK]));
	return MNL_CB_OK;
}

json_t *rules_chains(const char *monitor)
{
	struct chain_search search = { .chains = json_object() };
	int err = -EINTR, tries;
	char table[TABLE_NAME_SIZE];
	struct netlink nl;

	rules_table_name(monitor, table);
	search.table = table;
	for (tries = 0; err == -EINTR && tries < NETLINK_TRIES; tries++) {
		json_object_clear(search.chains);
		err = netlink_open(&nl, NETLINK_NETFILTER);
		if (!err) {
			rules_message(&nl, NFPROTO_INET, NFT_MSG_GETCHAIN, NLM_F_DUMP);
			err = netlink_run(&nl, on_chain, &search);
		}
		if (err && (err != -EINTR || tries == NETLINK_TRIES - 1))
			netlink_complain(&nl, err, "cannot read the chains of nftables");
		netlink_close(&nl);
	}
	if (!err)
		return search.chains;
	json_decref(search.chains);
	return NULL;
}

/* By netlink: netflow-watch.service has no other sockets. */
static bool is_interface(const char *name)
{
	struct ifinfomsg *link;
	struct nlmsghdr *nlh;
	struct netlink nl;
	int err;

	if (netlink_open(&nl, NETLINK_ROUTE))
		return true;
	nlh = netlink_message(&nl, RTM_GETLINK, NLM_F_ACK);
	link = mnl_nlmsg_put_extra_header(nlh, sizeof(*link));
	link->ifi_family = AF_UNSPEC;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	err = netlink_run(&nl, NULL, NULL);
	netlink_close(&nl);
	return err != -ENODEV;
}

bool rules_wait(const json_t *spec)
{
	const char *device = json_text(spec, "device");

	return device[0] && !is_interface(device);
}

bool rules_due(const char *monitor, const json_t *specs)
{
	json_t *chains = NULL, *spec;
	char chain[CHAIN_NAME_SIZE];
	bool due = false;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec) {
		if (!json_text(spec, "device")[0])
			continue;
		if (!chains)
			chains = rules_chains(monitor);
		rule_spec_chain(spec, chain, sizeof(chain));
		if (json_is_false(json_object_get(chains, chain)) && !rules_wait(spec))
			due = true;
	}
	json_decref(chains);
	return due;
}
