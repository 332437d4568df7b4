// SPDX-License-Identifier: GPL-2.0
/*
 * Inserts left-out statements into their rules. nft lists such a rule with the statement,
 * so the rule is replaced with its own listing. This preserves everything else in the
 * rule, such as anonymous sets.
 */
#include "nft_netflow_run.h"

#include <ctype.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <nftables/libnftables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translate/attribute.h"
#include "translate/left_out.h"
#include "base.h"
#include "output.h"
#include "probe.h"

/* A rule that lacks a statement. */
struct pending {
	struct pending *next;
	unsigned char family;
	char *table;
	char *chain;
	unsigned long long handle;
};

static void free_pending(struct pending *list)
{
	while (list) {
		struct pending *next = list->next;

		free(list->table);
		free(list->chain);
		free(list);
		list = next;
	}
}

static char *copy_text(struct span attributes, int type)
{
	struct nlattr *nla = attribute_find(attributes, type);

	return nla ? strndup((char *)nla + NLA_HDRLEN, nla->nla_len - NLA_HDRLEN) : NULL;
}

/* Does the rule lack a statement? */
static bool is_pending(const struct nlmsghdr *nlh)
{
	struct nlmsghdr *copy = malloc(nlh->nlmsg_len);
	bool pending = false;

	if (copy) {
		memcpy(copy, nlh, nlh->nlmsg_len);
		pending = left_out_restore(preload_secret(), copy) > 0;
	}
	free(copy);
	return pending;
}

/*
 * Can nft read this as a name? Names can be anything if another program gave them, also
 * commands, and nft has no quotes for them.
 */
static bool is_name(const char *name)
{
	const char *at;

	if (!isalpha((unsigned char)*name) && *name != '_')
		return false;
	for (at = name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("/\\_.-", *at))
			return false;
	return true;
}

/* Called for each rule of the dump; adds it to the list if it lacks a statement. */
static int note_rule(const struct nlmsghdr *nlh, void *data)
{
	struct span attributes = rule_attributes((struct nlmsghdr *)nlh);
	struct nlattr *handle = attribute_find(attributes, NFTA_RULE_HANDLE);
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	struct pending **list = data, *rule;

	if (!handle || !is_pending(nlh))
		return MNL_CB_OK;
	rule = calloc(1, sizeof(*rule));
	if (!rule)
		return MNL_CB_ERROR;
	rule->next = *list;
	rule->family = nfg->nfgen_family;
	rule->table = copy_text(attributes, NFTA_RULE_TABLE);
	rule->chain = copy_text(attributes, NFTA_RULE_CHAIN);
	rule->handle = be64toh(mnl_attr_get_u64(handle));
	*list = rule;
	if (!rule->table || !rule->chain)
		return MNL_CB_ERROR;
	if (!is_name(rule->table) || !is_name(rule->chain)) {
		preload_warn(false, "rule %llu stays as it is: nft cannot read its table's or chain's name",
			     rule->handle);
		*list = rule->next;
		rule->next = NULL;
		free_pending(rule);
	}
	return MNL_CB_OK;
}

static int dump_rules(struct mnl_socket *nl, struct pending **list)
{
	ssize_t (*receive)(const struct mnl_socket *nl, void *data, size_t size) =
		preload_next("mnl_socket_recvfrom");
	char data[1 << 16] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(data);
	ssize_t size;
	int more = MNL_CB_OK;

	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETRULE;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct nfgenmsg));
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	while (more > MNL_CB_STOP) {
		size = receive(nl, data, sizeof(data));
		if (size < 0)
			return -errno;
		more = mnl_cb_run(data, size, 0, 0, note_rule, list);
	}
	return more < 0 ? -errno : 0;
}

static int find_pending(struct pending **list)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_NETFILTER);
	int err;

	if (!nl)
		return -errno;
	err = dump_rules(nl, list);
	mnl_socket_close(nl);
	return err;
}

static const char *family_name(unsigned char family)
{
	switch (family) {
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	case NFPROTO_BRIDGE:
		return "bridge";
	case NFPROTO_NETDEV:
		return "netdev";
	default:
		return "inet";
	}
}

/* Can a rule begin after this line? Rules and braces end in their handle. */
static bool is_line_of_chain(const char *line, const char *end)
{
	const char *comment = memmem(line, end - line, "# handle ", 9);
	size_t tabs = strspn(line, "\t");

	if (comment)
		return true;
	line += tabs;
	return tabs == 2 && (!strncmp(line, "type ", 5) || !strncmp(line, "policy ", 7) ||
			     !strncmp(line, "comment ", 8) || !strncmp(line, "flags ", 6));
}

/* Find a rule in the listing of its chain, from its first line to its handle. */
static bool find_rule(const char *listing, unsigned long long handle, const char **start,
		      const char **end)
{
	char mark[48];
	const char *line;

	snprintf(mark, sizeof(mark), " # handle %llu\n", handle);
	/* The handles of table and chain are in the first two lines. */
	line = strchr(listing, '\n');
	line = line ? strchr(line + 1, '\n') : NULL;
	if (!line)
		return false;
	*start = ++line;
	*end = strstr(line, mark);
	if (!*end)
		return false;
	for (; line < *end; line = strchr(line, '\n') + 1) {
		const char *newline = strchr(line, '\n');

		if (newline < *end && is_line_of_chain(line, newline))
			*start = newline + 1;
		if (newline > *end)
			break;
	}
	return true;
}

/* Write the command that replaces a rule with its own listing. */
static int write_command(struct nft_ctx *ctx, const struct pending *rule, FILE *commands)
{
	const char *family = family_name(rule->family), *listing, *start, *end;
	char *list;
	int err;

	if (asprintf(&list, "list chain %s %s %s", family, rule->table, rule->chain) < 0)
		return -ENOMEM;
	err = nft_netflow_run(ctx, list);
	free(list);
	listing = nft_ctx_get_output_buffer(ctx);
	if (err || !listing || !find_rule(listing, rule->handle, &start, &end)) {
		preload_warn(false, "cannot find rule %llu of chain %s %s %s in nft's listing",
			     rule->handle, family, rule->table, rule->chain);
		return -EINVAL;
	}
	fprintf(commands, "replace rule %s %s %s handle %llu %.*s\n", family, rule->table,
		rule->chain, rule->handle, (int)(end - start), start);
	return 0;
}

static int replace_rules(struct nft_ctx *ctx, const struct pending *list)
{
	unsigned int flags = nft_ctx_output_get_flags(ctx);
	const struct pending *rule;
	char *text = NULL;
	int count = 0, err = 0;
	size_t size;
	FILE *commands = open_memstream(&text, &size);

	if (!commands)
		return -ENOMEM;
	nft_ctx_output_set_flags(ctx, NFT_CTX_OUTPUT_HANDLE);
	nft_ctx_buffer_output(ctx);
	for (rule = list; rule && !err; rule = rule->next, count++)
		err = write_command(ctx, rule, commands);
	nft_ctx_unbuffer_output(ctx);
	nft_ctx_output_set_flags(ctx, flags);
	fclose(commands);
	if (!err && nft_netflow_run(ctx, text))
		err = -EINVAL;
	free(text);
	return err ? err : count;
}

int nft_netflow_run(struct nft_ctx *ctx, const char *commands)
{
	return nft_run_cmd_from_buffer(ctx, commands);
}

int nft_netflow_restore(struct nft_ctx *ctx)
{
	struct pending *list = NULL;
	int result = find_pending(&list);

	if (!result && list) {
		output_quiet(true);
		result = probe_lacks_expression(list->family) ? -ENOENT : replace_rules(ctx, list);
		output_quiet(false);
	}
	free_pending(list);
	return result;
}
