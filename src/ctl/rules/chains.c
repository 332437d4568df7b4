// SPDX-License-Identifier: GPL-2.0
/*
 * The chains of netflowctl's own tables, including those that wait for an interface.
 *
 * A rule of the configuration file may be at the ingress of an interface that does not
 * exist yet. Its chain is created without the hook, so the rule is listed, saved and
 * deleted like any other. When the interface appears, the table is replaced.
 */
#include "chains.h"

#include <errno.h>
#include <libnftnl/chain.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "kernel/netlink.h"
#include "text/json.h"
#include "nf_tables.h"
#include "specs.h"
#include "waiting.h"

/* The chains of one table: {NAME: whether it is a base chain} */
struct chain_search {
	const char *table;
	json_t *chains;
};

static int on_chain(const struct nlmsghdr *nlh, void *data)
{
	struct nftnl_chain *chain = nf_tables_object(nftnl_chain_alloc());
	struct chain_search *search = data;
	const char *name;

	if (!nftnl_chain_nlmsg_parse(nlh, chain) &&
	    nftnl_chain_get_u32(chain, NFTNL_CHAIN_FAMILY) == NFPROTO_INET &&
	    !strcmp(nftnl_chain_get_str(chain, NFTNL_CHAIN_TABLE), search->table)) {
		name = nftnl_chain_get_str(chain, NFTNL_CHAIN_NAME);
		if (strcmp(name, CHAIN_NETFLOW))
			json_object_set_new(search->chains, name,
					    json_boolean(nftnl_chain_is_set(chain,
									    NFTNL_CHAIN_HOOKNUM)));
	}
	nftnl_chain_free(chain);
	return MNL_CB_OK;
}

json_t *rules_chains(const char *table)
{
	struct chain_search search = { .table = table, .chains = json_object() };
	int err = nf_tables_dump(NFT_MSG_GETCHAIN, on_chain, &search, search.chains);

	if (!err)
		return search.chains;
	nf_tables_complain(err, "chains");
	json_decref(search.chains);
	return NULL;
}

bool rules_due(const char *table, const json_t *specs)
{
	json_t *chains = NULL, *spec;
	char chain[CHAIN_NAME_SIZE];
	bool due = false;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec) {
		if (!json_text(spec, "device")[0])
			continue;
		if (!chains)
			chains = rules_chains(table);
		rule_spec_chain(spec, chain, sizeof(chain));
		if (json_is_false(json_object_get(chains, chain)) && !rules_wait(spec))
			due = true;
	}
	json_decref(chains);
	return due;
}
