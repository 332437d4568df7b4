// SPDX-License-Identifier: GPL-2.0
/* Corrects offsets in the kernel's errors about a batch from which statements were left out. */
#include "nft_netflow_translate.h"

#include <string.h>

#include "attribute.h"

/* Return: the attributes after the request that an error message quotes. */
static struct span error_attributes(struct nlmsghdr *nlh, const struct nlmsgerr *error)
{
	size_t header = NLMSG_HDRLEN + sizeof(*error);

	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) && error->msg.nlmsg_len > NLMSG_HDRLEN)
		header += NLMSG_ALIGN(error->msg.nlmsg_len - NLMSG_HDRLEN);
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || header > nlh->nlmsg_len)
		return (struct span){ NULL, 0 };
	return (struct span){ (char *)nlh + header, nlh->nlmsg_len - header };
}

static uint32_t original_offset(const struct nft_netflow_left *left, uint32_t sequence,
				uint32_t offset)
{
	int i;

	for (i = 0; i < left->cuts; i++)
		if (left->cut[i].sequence == sequence && left->cut[i].offset <= offset)
			offset += left->cut[i].size;
	return offset;
}

static void translate(const struct nft_netflow_left *left, struct nlmsghdr *nlh)
{
	struct nlmsgerr *error = NLMSG_DATA(nlh);
	struct nlattr *nla;
	uint32_t offset;

	if (nlh->nlmsg_len < NLMSG_HDRLEN + sizeof(*error))
		return;
	nla = attribute_find(error_attributes(nlh, error), NLMSGERR_ATTR_OFFS);
	if (!nla || nla->nla_len != NLA_HDRLEN + sizeof(offset))
		return;
	memcpy(&offset, (char *)nla + NLA_HDRLEN, sizeof(offset));
	offset = original_offset(left, error->msg.nlmsg_seq, offset);
	memcpy((char *)nla + NLA_HDRLEN, &offset, sizeof(offset));
}

void nft_netflow_acks(const struct nft_netflow_left *left, void *data, size_t size)
{
	struct nlmsghdr *nlh;
	char *at = data;

	for (nlh = message_at(at, size); nlh && left->cuts; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);

		if (nlh->nlmsg_type == NLMSG_ERROR)
			translate(left, nlh);
		at += whole;
		size -= whole;
	}
}
