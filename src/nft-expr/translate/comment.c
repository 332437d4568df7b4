// SPDX-License-Identifier: GPL-2.0
#include "comment.h"

#include <stdbool.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>

#include "attribute.h"
#include "nft_netflow_translate.h"

/* Types of user data: nft's own comment, and one that nft does not know. */
#define COMMENT_TYPE	0
#define HIDDEN_TYPE	111
#define TLV_HEADER	2

static bool has_other_expression(struct nlmsghdr *nlh)
{
	struct nlattr *list = attribute_find(rule_attributes(nlh), NFTA_RULE_EXPRESSIONS);
	struct span span = { NULL, 0 };

	if (list)
		span = attribute_inside(list);
	for (; attribute_at(span); span = attribute_next(span)) {
		struct nlattr *name = attribute_find(attribute_inside(attribute_at(span)),
						     NFTA_EXPR_NAME);

		if (!name || name->nla_len != NLA_HDRLEN + sizeof(NFT_NETFLOW_WORD) ||
		    memcmp((char *)name + NLA_HDRLEN, NFT_NETFLOW_WORD, sizeof(NFT_NETFLOW_WORD)))
			return true;
	}
	return false;
}

/* Change the type of a part of the rule's user data. */
static void change_type(struct nlmsghdr *nlh, unsigned char from, unsigned char to)
{
	struct nlattr *userdata = attribute_find(rule_attributes(nlh), NFTA_RULE_USERDATA);
	unsigned char *at, *end;

	if (!userdata)
		return;
	at = (unsigned char *)userdata + NLA_HDRLEN;
	end = (unsigned char *)userdata + userdata->nla_len;
	for (; end - at >= TLV_HEADER && at[1] <= end - at - TLV_HEADER; at += TLV_HEADER + at[1])
		if (at[0] == from)
			at[0] = to;
}

void comment_hide(struct nlmsghdr *nlh)
{
	if (!has_other_expression(nlh))
		change_type(nlh, COMMENT_TYPE, HIDDEN_TYPE);
}

void comment_show(struct nlmsghdr *nlh)
{
	change_type(nlh, HIDDEN_TYPE, COMMENT_TYPE);
}
