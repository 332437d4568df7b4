// SPDX-License-Identifier: GPL-2.0
/*
 * nftrule: add and list rules with the expression "netflow", which the stock nft
 * does not know, in tables and chains that the stock nft made.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <err.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../src/module/uapi/nf_netflow.h"

/* What the kernel puts into one message of a dump, at most */
#define DUMP_ROOM	32768

static const char help[] =
"usage: nftrule add FAMILY TABLE CHAIN EXPRESSION…\n"
"       nftrule list FAMILY TABLE CHAIN\n"
"\n"
"FAMILY is ip, ip6, inet, bridge or netdev. EXPRESSION is one of\n"
"  counter          the counter of nftables\n"
"  netflow          the expression, its monitor not named\n"
"  netflow:MONITOR  the expression, its monitor named (any text, to be refused)\n"
"  dynset:SET       ip saddr into SET, with netflow as the element's statement\n"
"\n"
"list prints one line for each rule; exit status 1 and the kernel's reason on an error.\n";

static uint8_t family_number(const char *name)
{
	static const struct {
		const char *name;
		uint8_t number;
	} families[] = {
		{ "ip", NFPROTO_IPV4 }, { "ip6", NFPROTO_IPV6 }, { "inet", NFPROTO_INET },
		{ "bridge", NFPROTO_BRIDGE }, { "netdev", NFPROTO_NETDEV },
	};
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (!strcmp(name, families[i].name))
			return families[i].number;
	errx(2, "'%s' is no family; see nftrule --help", name);
}

static struct nlmsghdr *put_header(void *buf, uint16_t type, uint16_t flags, uint32_t seq,
				   uint8_t family, uint16_t resource)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *nfg;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = seq;
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	nfg->res_id = htons(resource);
	return nlh;
}

static void put_netflow(struct nlmsghdr *nlh, const char *monitor)
{
	struct nlattr *data;

	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, "netflow");
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	if (monitor)
		mnl_attr_put_strz(nlh, NFTA_NETFLOW_MONITOR, monitor);
	mnl_attr_nest_end(nlh, data);
}

static void put_saddr(struct nlmsghdr *nlh)
{
	struct nlattr *element = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM), *data;

	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, "payload");
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	mnl_attr_put_u32(nlh, NFTA_PAYLOAD_DREG, htonl(NFT_REG_1));
	mnl_attr_put_u32(nlh, NFTA_PAYLOAD_BASE, htonl(NFT_PAYLOAD_NETWORK_HEADER));
	mnl_attr_put_u32(nlh, NFTA_PAYLOAD_OFFSET, htonl(12));
	mnl_attr_put_u32(nlh, NFTA_PAYLOAD_LEN, htonl(4));
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, element);
}

static void put_dynset(struct nlmsghdr *nlh, const char *set)
{
	struct nlattr *data, *expression;

	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, "dynset");
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	mnl_attr_put_strz(nlh, NFTA_DYNSET_SET_NAME, set);
	mnl_attr_put_u32(nlh, NFTA_DYNSET_OP, htonl(NFT_DYNSET_OP_UPDATE));
	mnl_attr_put_u32(nlh, NFTA_DYNSET_SREG_KEY, htonl(NFT_REG_1));
	expression = mnl_attr_nest_start(nlh, NFTA_DYNSET_EXPR);
	put_netflow(nlh, NULL);
	mnl_attr_nest_end(nlh, expression);
	mnl_attr_nest_end(nlh, data);
}

static void put_expression(struct nlmsghdr *nlh, const char *word)
{
	struct nlattr *element;

	if (!strncmp(word, "dynset:", 7))
		put_saddr(nlh);
	element = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	if (!strcmp(word, "counter"))
		mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, "counter");
	else if (!strcmp(word, "netflow"))
		put_netflow(nlh, NULL);
	else if (!strncmp(word, "netflow:", 8))
		put_netflow(nlh, word + 8);
	else if (!strncmp(word, "dynset:", 7))
		put_dynset(nlh, word + 7);
	else
		errx(2, "'%s' is no expression; see nftrule --help", word);
	mnl_attr_nest_end(nlh, element);
}

static struct mnl_socket *open_socket(void)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
	int on = 1;

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		err(1, "netlink");
	mnl_socket_setsockopt(nl, NETLINK_EXT_ACK, &on, sizeof(on));
	return nl;
}

/* The kernel's sentence in an error message, or that of errno */
static const char *reason(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	size_t skip = sizeof(*error);

	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(&error->msg);
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_for_each(attr, nlh, skip)
			if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
				return mnl_attr_get_str(attr);
	return strerror(-error->error);
}

/* Wait for the answer to message @seq; any error counts. */
static void read_ack(struct mnl_socket *nl, uint32_t seq)
{
	char buf[16384];
	const struct nlmsgerr *error;
	const struct nlmsghdr *nlh;
	int len;

	while ((len = mnl_socket_recvfrom(nl, buf, sizeof(buf))) > 0) {
		for (nlh = (void *)buf; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
			if (nlh->nlmsg_type != NLMSG_ERROR)
				continue;
			error = mnl_nlmsg_get_payload(nlh);
			if (error->error)
				errx(1, "%s", reason(nlh));
			if (nlh->nlmsg_seq == seq)
				return;
		}
	}
	err(1, "netlink");
}

static void add_rule(uint8_t family, const char *table, const char *chain, char **words)
{
	struct mnl_socket *nl = open_socket();
	uint32_t seq = time(NULL);
	struct nlattr *expressions;
	struct nlmsghdr *nlh;
	char buf[8192];
	char *end = buf;

	nlh = put_header(end, NFNL_MSG_BATCH_BEGIN, 0, seq, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	end += nlh->nlmsg_len;
	nlh = put_header(end, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE,
			 NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, seq + 1, family, 0);
	mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, table);
	mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, chain);
	expressions = mnl_attr_nest_start(nlh, NFTA_RULE_EXPRESSIONS);
	for (; *words; words++)
		put_expression(nlh, *words);
	mnl_attr_nest_end(nlh, expressions);
	end += nlh->nlmsg_len;
	nlh = put_header(end, NFNL_MSG_BATCH_END, 0, seq + 2, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	end += nlh->nlmsg_len;
	if (mnl_socket_sendto(nl, buf, end - buf) < 0)
		err(1, "netlink");
	read_ack(nl, seq + 1);
	mnl_socket_close(nl);
}

static const struct nlattr *child(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	if (nest)
		mnl_attr_for_each_nested(attr, nest)
			if (mnl_attr_get_type(attr) == type)
				return attr;
	return NULL;
}

static unsigned long long counter_value(const struct nlattr *data, uint16_t type)
{
	const struct nlattr *attr = child(data, type);

	return attr ? be64toh(mnl_attr_get_u64(attr)) : 0;
}

static void print_expression(const struct nlattr *element)
{
	const struct nlattr *name = child(element, NFTA_EXPR_NAME);
	const struct nlattr *data = child(element, NFTA_EXPR_DATA), *monitor;

	if (!name)
		return;
	printf(" %s", mnl_attr_get_str(name));
	if (!strcmp(mnl_attr_get_str(name), "counter"))
		printf(" packets %llu bytes %llu", counter_value(data, NFTA_COUNTER_PACKETS),
		       counter_value(data, NFTA_COUNTER_BYTES));
	monitor = child(data, NFTA_NETFLOW_MONITOR);
	if (!strcmp(mnl_attr_get_str(name), "netflow") && monitor)
		printf(" monitor %s", mnl_attr_get_str(monitor));
}

static int print_rule(const struct nlmsghdr *nlh, void *unused)
{
	const struct nlattr *attr, *element;

	(void)unused;
	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(attr) == NFTA_RULE_HANDLE)
			printf("handle %llu:",
			       (unsigned long long)be64toh(mnl_attr_get_u64(attr)));
		if (mnl_attr_get_type(attr) == NFTA_RULE_EXPRESSIONS)
			mnl_attr_for_each_nested(element, attr)
				print_expression(element);
	}
	putchar('\n');
	return MNL_CB_OK;
}

static void list_rules(uint8_t family, const char *table, const char *chain)
{
	struct mnl_socket *nl = open_socket();
	char buf[DUMP_ROOM];
	struct nlmsghdr *nlh;
	int len, more = 1;

	nlh = put_header(buf, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETRULE, NLM_F_DUMP, 1, family,
			 0);
	mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, table);
	mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, chain);
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		err(1, "netlink");
	while (more > 0) {
		len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		more = len < 0 ? -1 : mnl_cb_run(buf, len, 1, mnl_socket_get_portid(nl),
						 print_rule, NULL);
	}
	if (more < 0)
		err(1, "list");
	mnl_socket_close(nl);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(help, stdout);
		return 0;
	}
	if (argc > 5 && !strcmp(argv[1], "add"))
		add_rule(family_number(argv[2]), argv[3], argv[4], argv + 5);
	else if (argc == 5 && !strcmp(argv[1], "list"))
		list_rules(family_number(argv[2]), argv[3], argv[4]);
	else
		errx(2, "see nftrule --help");
	return 0;
}
