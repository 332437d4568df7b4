// SPDX-License-Identifier: GPL-2.0
/* Converts stand-ins in netlink messages of nf_tables, to the kernel and back, in place. */
#include "nft_netflow_translate.h"

#include <string.h>
#include <linux/netfilter/nf_tables.h>

#include "attribute.h"
#include "comment.h"
#include "left_out.h"
#include "stand_in.h"

/* Call @change for each expression of a rule. Return: how often it returned true. */
static int each_expression(const char *secret, struct nlmsghdr *nlh,
			   bool (*change)(const char *secret, struct nlattr *element,
					  struct span after))
{
	struct nlattr *list = attribute_find(rule_attributes(nlh), NFTA_RULE_EXPRESSIONS);
	struct nlattr *element;
	struct span span;
	int count = 0;

	if (!list)
		return 0;
	span = attribute_inside(list);
	for (element = attribute_at(span); element; element = attribute_at(span)) {
		if ((element->nla_type & NLA_TYPE_MASK) == NFTA_LIST_ELEM)
			count += change(secret, element, attribute_next(span));
		span = attribute_next(span);
	}
	return count;
}

int nft_netflow_to_kernel(const char *secret, void *batch, size_t size)
{
	struct nlmsghdr *nlh;
	char *at = batch;
	int count = 0, converted;

	for (nlh = message_at(at, size); nlh; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);

		converted = each_expression(secret, nlh, stand_in_to_kernel);
		if (converted)
			comment_hide(nlh);
		count += converted;
		at += whole;
		size -= whole;
	}
	return count;
}

int nft_netflow_to_user(const char *secret, void *data, size_t *size, int *left_out)
{
	struct nlmsghdr *nlh;
	char *at = data;
	size_t rest = *size, whole;
	int count = 0, restored;

	for (nlh = message_at(at, rest); nlh; nlh = message_at(at, rest)) {
		whole = message_size(nlh, rest);
		comment_show(nlh);
		count += each_expression(secret, nlh, stand_in_from_kernel);
		restored = left_out_restore(secret, nlh);
		if (restored > 0) {
			size_t now = NLMSG_ALIGN(nlh->nlmsg_len);

			memmove(at + now, at + whole, rest - whole);
			*size -= whole - now;
			rest -= whole - now;
			whole = now;
			*left_out += restored;
			count += restored;
		}
		at += whole;
		rest -= whole;
	}
	return count;
}
