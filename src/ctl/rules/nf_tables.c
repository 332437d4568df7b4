// SPDX-License-Identifier: GPL-2.0
#include "nf_tables.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel/netlink.h"

struct nlmsghdr *nf_tables_message(struct netlink *nl, u8 family, u16 type, u16 flags)
{
	struct nlmsghdr *nlh = netlink_message(nl, NFNL_SUBSYS_NFTABLES << 8 | type, flags);
	struct nfgenmsg *nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));

	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	return nlh;
}

void nf_tables_batch(struct netlink *nl, u16 type)
{
	struct nlmsghdr *nlh = netlink_message(nl, type, 0);
	struct nfgenmsg *nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));

	nfg->version = NFNETLINK_V0;
	nfg->res_id = htons(NFNL_SUBSYS_NFTABLES);
}

int nf_tables_dump(u16 type, mnl_cb_t answer, void *data)
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
