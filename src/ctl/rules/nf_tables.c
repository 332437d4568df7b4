// SPDX-License-Identifier: GPL-2.0
#include "nf_tables.h"

#include <errno.h>
#include <libnftnl/common.h>
#include <libnftnl/rule.h>
#include <stdlib.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel/netlink.h"
#include "text/complain.h"

struct nlmsghdr *nf_tables_message(struct netlink *nl, u8 family, u16 type, u16 flags)
{
	struct nlmsghdr *nlh = netlink_message(nl, type, flags);

	return nftnl_nlmsg_build_hdr((char *)nlh, type, family, flags, nlh->nlmsg_seq);
}

void nf_tables_begin(struct netlink *nl)
{
	struct nlmsghdr *nlh = netlink_message(nl, NFNL_MSG_BATCH_BEGIN, 0);

	nftnl_batch_begin((char *)nlh, nlh->nlmsg_seq);
}

void nf_tables_end(struct netlink *nl)
{
	struct nlmsghdr *nlh = netlink_message(nl, NFNL_MSG_BATCH_END, 0);

	nftnl_batch_end((char *)nlh, nlh->nlmsg_seq);
}

void *nf_tables_object(void *object)
{
	if (object)
		return object;
	complain("out of memory");
	exit(EXIT_FAILURE);
}

void nf_tables_remove_rules(struct netlink *nl, u8 family, const char *table, const char *chain,
			    u64 handle, u16 flags)
{
	struct nlmsghdr *nlh = nf_tables_message(nl, family, NFT_MSG_DELRULE, flags);
	struct nftnl_rule *rule = nf_tables_object(nftnl_rule_alloc());

	nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, table);
	nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, chain);
	if (handle)
		nftnl_rule_set_u64(rule, NFTNL_RULE_HANDLE, handle);
	nftnl_rule_nlmsg_build_payload(nlh, rule);
	nftnl_rule_free(rule);
}

const char *nf_tables_family(u8 family)
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

static int dump(u16 type, mnl_cb_t answer, void *data)
{
	struct netlink nl;
	int err = netlink_open(&nl, NETLINK_NETFILTER);

	if (err)
		return err;
	nf_tables_message(&nl, NFPROTO_UNSPEC, type, NLM_F_DUMP);
	err = netlink_run(&nl, answer, data);
	netlink_close(&nl);
	return err;
}

int nf_tables_dump(u16 type, mnl_cb_t answer, void *data, json_t *found)
{
	int err = -EINTR, tries;

	for (tries = 0; err == -EINTR && tries < NETLINK_TRIES; tries++) {
		json_array_clear(found);
		json_object_clear(found);
		err = dump(type, answer, data);
	}
	return err;
}

void nf_tables_complain(int err, const char *what)
{
	struct netlink none = { .error = "" };

	netlink_complain(&none, err, "cannot read the %s of nftables", what);
}

bool nf_tables_absent(int err)
{
	return err == -EINVAL || err == -EPROTONOSUPPORT || err == -EOPNOTSUPP ||
	       err == -EAFNOSUPPORT;
}
