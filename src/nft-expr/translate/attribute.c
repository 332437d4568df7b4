// SPDX-License-Identifier: GPL-2.0
#include "attribute.h"

#include <stdbool.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

static bool is_rule(const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_type == (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE) ||
	       nlh->nlmsg_type == (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELRULE);
}

struct nlmsghdr *message_at(void *data, size_t size)
{
	struct nlmsghdr *nlh = data;

	if (size < sizeof(*nlh) || nlh->nlmsg_len < sizeof(*nlh) || nlh->nlmsg_len > size)
		return NULL;
	return nlh;
}

size_t message_size(const struct nlmsghdr *nlh, size_t size)
{
	size_t aligned = NLMSG_ALIGN((size_t)nlh->nlmsg_len);

	return aligned < size ? aligned : size;
}

struct span rule_attributes(struct nlmsghdr *nlh)
{
	size_t header = NLMSG_HDRLEN + sizeof(struct nfgenmsg);

	if (!is_rule(nlh) || nlh->nlmsg_len < header)
		return (struct span){ NULL, 0 };
	return (struct span){ (char *)nlh + header, nlh->nlmsg_len - header };
}

struct nlattr *attribute_at(struct span span)
{
	struct nlattr *nla = (struct nlattr *)span.data;

	if (span.size < sizeof(*nla) || nla->nla_len < sizeof(*nla) || nla->nla_len > span.size)
		return NULL;
	return nla;
}

struct span attribute_next(struct span span)
{
	size_t size = NLA_ALIGN((size_t)attribute_at(span)->nla_len);

	if (size > span.size)
		size = span.size;
	return (struct span){ span.data + size, span.size - size };
}

struct span attribute_inside(const struct nlattr *nla)
{
	return (struct span){ (char *)nla + NLA_HDRLEN, nla->nla_len - NLA_HDRLEN };
}

struct nlattr *attribute_find(struct span span, int type)
{
	struct nlattr *nla;

	for (nla = attribute_at(span); nla; nla = attribute_at(span)) {
		if ((nla->nla_type & NLA_TYPE_MASK) == type)
			return nla;
		span = attribute_next(span);
	}
	return NULL;
}
