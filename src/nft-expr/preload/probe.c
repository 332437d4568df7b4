// SPDX-License-Identifier: GPL-2.0
/*
 * Checks whether the kernel has the expression. Sends a rule with it, in a separate table,
 * in a batch without an end. The kernel checks the batch, loads the module if it finds
 * one, and reverts everything.
 */
#include "probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <unistd.h>

#include "uapi/nf_netflow.h"
#include "translate/nft_netflow_translate.h"

#define CHAIN	"probe"
#define PATIENCE_SECONDS	30

struct batch {
	char data[1024] __attribute__((aligned(NLMSG_ALIGNTO)));
	size_t size;
	uint32_t sequence;
};

static struct nlmsghdr *add_message(struct batch *batch, uint16_t type, uint8_t family,
				    uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(batch->data + batch->size);
	struct nfgenmsg *nfg;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++batch->sequence;
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	return nlh;
}

static struct nlmsghdr *add_request(struct batch *batch, uint16_t type, uint8_t family,
				    uint16_t flags)
{
	return add_message(batch, NFNL_SUBSYS_NFTABLES << 8 | type, family, NLM_F_CREATE | flags);
}

static void add_rule(struct batch *batch, uint8_t family, const char *table)
{
	struct nlmsghdr *nlh = add_request(batch, NFT_MSG_NEWRULE, family,
					   NLM_F_APPEND | NLM_F_ACK);
	struct nlattr *list, *element, *data;

	mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, table);
	mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, CHAIN);
	list = mnl_attr_nest_start(nlh, NFTA_RULE_EXPRESSIONS);
	element = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, NFT_NETFLOW_WORD);
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	mnl_attr_put_strz(nlh, NFTA_NETFLOW_MONITOR, NETFLOW_MONITOR_DEFAULT);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, element);
	mnl_attr_nest_end(nlh, list);
	batch->size += nlh->nlmsg_len;
}

static void make_batch(struct batch *batch, uint8_t family)
{
	struct nlmsghdr *nlh;
	struct nfgenmsg *nfg;
	char table[32];

	snprintf(table, sizeof(table), "netflow-probe-%d", getpid());
	nlh = add_message(batch, NFNL_MSG_BATCH_BEGIN, AF_UNSPEC, 0);
	nfg = mnl_nlmsg_get_payload(nlh);
	nfg->res_id = htons(NFNL_SUBSYS_NFTABLES);
	batch->size += nlh->nlmsg_len;
	nlh = add_request(batch, NFT_MSG_NEWTABLE, family, 0);
	mnl_attr_put_strz(nlh, NFTA_TABLE_NAME, table);
	batch->size += nlh->nlmsg_len;
	nlh = add_request(batch, NFT_MSG_NEWCHAIN, family, 0);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_TABLE, table);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_NAME, CHAIN);
	batch->size += nlh->nlmsg_len;
	add_rule(batch, family, table);
}

/* Return: the error of the rule, which is the last message of the batch, or 0. */
static int read_answer(int fd, uint32_t sequence)
{
	char data[4096] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t size;
	int rest;

	for (;;) {
		const struct nlmsghdr *nlh = (struct nlmsghdr *)data;
		const struct nlmsgerr *error;

		size = recv(fd, data, sizeof(data), 0);
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return 0;
		for (rest = size; mnl_nlmsg_ok(nlh, rest); nlh = mnl_nlmsg_next(nlh, &rest)) {
			error = mnl_nlmsg_get_payload(nlh);
			if (nlh->nlmsg_type != NLMSG_ERROR)
				continue;
			if (nlh->nlmsg_seq == sequence || error->error)
				return nlh->nlmsg_seq == sequence ? error->error : 0;
		}
	}
}

bool probe_lacks_expression(uint8_t family)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
	struct batch batch = { .size = 0 };
	bool lacks = false;
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
	if (fd < 0)
		return false;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	make_batch(&batch, family);
	if (sendto(fd, batch.data, batch.size, 0, (const struct sockaddr *)&kernel,
		   sizeof(kernel)) == (ssize_t)batch.size)
		lacks = read_answer(fd, batch.sequence) == -ENOENT;
	close(fd);
	return lacks;
}
