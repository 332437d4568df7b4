// SPDX-License-Identifier: GPL-2.0
/*
 * Rules for a kernel without the expression "netflow": the statement is left out and
 * recorded in the rule's user data, so that it is listed and can be inserted later. The
 * record is a TLV next to nft's own comment:
 *
 *	type LEFT_OUT_TYPE, length, then for each statement: its place among the rule's
 *	expressions, the monitor's name, and NULs that pad it to the length of a stand-in
 */
#include "left_out.h"

#include <stdint.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>

#include "attribute.h"
#include "comment.h"
#include "nft_netflow_translate.h"
#include "stand_in.h"

/* Types and lengths in user data are one byte each; the kernel limits the total size. */
#define LEFT_OUT_TYPE	110
#define USERDATA_MAX	NFT_USERDATA_MAXLEN
#define TLV_HEADER	2

/* Maximum number of statements recorded for a rule; user data have no room for more. */
#define ENTRIES		16

struct record {
	unsigned char data[UINT8_MAX];
	size_t size;
};

size_t nft_netflow_room(size_t size)
{
	return 2 * size + NLMSG_ALIGNTO;
}

static bool has_stand_in(const char *secret, struct nlmsghdr *nlh)
{
	struct nlattr *list = attribute_find(rule_attributes(nlh), NFTA_RULE_EXPRESSIONS);
	struct nlattr *element;
	struct span span;

	if (!list)
		return false;
	span = attribute_inside(list);
	for (element = attribute_at(span); element; element = attribute_at(span)) {
		if (stand_in_name(secret, element))
			return true;
		span = attribute_next(span);
	}
	return false;
}

static void remember(struct record *record, int place, const char *name, size_t userdata,
		     struct nft_netflow_left *left)
{
	size_t size = stand_in_size(strlen(name));

	left->statements++;
	left->bad_names += !nft_netflow_monitor_name(name, strlen(name));
	if (place > UINT8_MAX || record->size + size > sizeof(record->data) ||
	    userdata + TLV_HEADER + record->size + size > USERDATA_MAX) {
		left->unrecorded++;
		return;
	}
	memset(record->data + record->size, 0, size);
	record->data[record->size] = place;
	memcpy(record->data + record->size + 1, name, strlen(name));
	record->size += size;
}

static void note_cut(struct nft_netflow_left *left, const struct nlmsghdr *nlh,
		     const void *element, size_t size)
{
	if (left->cuts == NFT_NETFLOW_CUTS)
		return;
	left->cut[left->cuts++] = (struct nft_netflow_cut){
		nlh->nlmsg_seq, (const char *)element - (const char *)nlh, size,
	};
}

/* Copy the expressions except the stand-ins. Return: the end of the copy. */
static char *copy_expressions(const char *secret, const struct nlmsghdr *nlh,
			      const struct nlattr *list, char *out, size_t userdata,
			      struct record *record, struct nft_netflow_left *left)
{
	struct span span = attribute_inside(list);
	struct nlattr *nest = (struct nlattr *)out, *element;
	int place = 0;

	*nest = *list;
	out += NLA_HDRLEN;
	for (element = attribute_at(span); element; element = attribute_at(span)) {
		const char *name = stand_in_name(secret, element);
		struct span next = attribute_next(span);
		size_t size;

		if (name && stand_in_guard(next))
			next = attribute_next(next);
		size = span.size - next.size;
		if (name) {
			note_cut(left, nlh, element, size);
			remember(record, place, name, userdata, left);
		} else {
			memcpy(out, element, size);
			out += size;
		}
		place++;
		span = next;
	}
	nest->nla_len = out - (char *)nest;
	return out;
}

/* Write the old user data and the record. */
static char *put_userdata(const struct nlattr *old, const struct record *record, char *out)
{
	struct nlattr *nla = (struct nlattr *)out;
	size_t size = old ? old->nla_len - NLA_HDRLEN : 0;

	if (!size && !record->size)
		return out;
	nla->nla_type = NFTA_RULE_USERDATA;
	out += NLA_HDRLEN;
	if (size)
		memcpy(out, (const char *)old + NLA_HDRLEN, size);
	out += size;
	if (record->size) {
		*out++ = LEFT_OUT_TYPE;
		*out++ = record->size;
		memcpy(out, record->data, record->size);
		out += record->size;
	}
	nla->nla_len = out - (char *)nla;
	while ((out - (char *)nla) % NLA_ALIGNTO)
		*out++ = 0;
	return out;
}

static size_t leave_out_of_rule(const char *secret, struct nlmsghdr *nlh, char *out,
				struct nft_netflow_left *left)
{
	struct span span = rule_attributes(nlh);
	struct nlattr *userdata = attribute_find(span, NFTA_RULE_USERDATA), *nla;
	size_t taken = userdata ? userdata->nla_len - NLA_HDRLEN : 0;
	struct record record = { .size = 0 };
	char *start = out;

	memcpy(out, nlh, span.data - (char *)nlh);
	out += span.data - (char *)nlh;
	for (nla = attribute_at(span); nla; nla = attribute_at(span)) {
		struct span next = attribute_next(span);

		if ((nla->nla_type & NLA_TYPE_MASK) == NFTA_RULE_EXPRESSIONS) {
			out = copy_expressions(secret, nlh, nla, out, taken, &record, left);
		} else if (nla != userdata) {
			memcpy(out, nla, span.size - next.size);
			out += span.size - next.size;
		}
		span = next;
	}
	out = put_userdata(userdata, &record, out);
	((struct nlmsghdr *)start)->nlmsg_len = out - start;
	comment_hide((struct nlmsghdr *)start);
	return out - start;
}

size_t nft_netflow_leave_out(const char *secret, const void *batch, size_t size, void *out,
			     struct nft_netflow_left *left)
{
	char *at = (char *)batch, *to = out;
	struct nlmsghdr *nlh;

	memset(left, 0, sizeof(*left));
	for (nlh = message_at(at, size); nlh; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);

		if (has_stand_in(secret, nlh)) {
			to += leave_out_of_rule(secret, nlh, to, left);
		} else {
			memcpy(to, nlh, whole);
			to += whole;
		}
		at += whole;
		size -= whole;
	}
	memcpy(to, at, size);
	return to + size - (char *)out;
}

/* Find the record in user data. Return: its beginning. */
static unsigned char *find_record(const struct nlattr *userdata, size_t *size)
{
	unsigned char *at = (unsigned char *)userdata + NLA_HDRLEN;
	unsigned char *end = (unsigned char *)userdata + userdata->nla_len;

	while (end - at >= TLV_HEADER && at[1] <= end - at - TLV_HEADER) {
		if (at[0] == LEFT_OUT_TYPE) {
			*size = at[1];
			return at;
		}
		at += TLV_HEADER + at[1];
	}
	return NULL;
}

struct entry {
	int place;
	const char *name;
	size_t name_size;
};

/* Read a record. Return: the number of statements in it, or -1 if it is not ours. */
static int read_record(const unsigned char *data, size_t size, struct entry *entries)
{
	int count = 0;

	while (size > 0) {
		const char *name = (const char *)data + 1;
		size_t name_size = strnlen(name, size - 1), entry = stand_in_size(name_size);

		if (count == ENTRIES || entry > size ||
		    !nft_netflow_monitor_name(name, name_size))
			return -1;
		if (count > 0 && data[0] <= entries[count - 1].place)
			return -1;
		entries[count++] = (struct entry){ data[0], name, name_size };
		data += entry;
		size -= entry;
	}
	return count;
}

static char *put_element(const char *secret, const struct entry *entry, char *out)
{
	struct nlattr *element = (struct nlattr *)out;

	element->nla_type = NLA_F_NESTED | NFTA_LIST_ELEM;
	element->nla_len = stand_in_size(entry->name_size);
	stand_in_put(element, NLA_F_NESTED | NFTA_EXPR_DATA, secret, entry->name,
		     entry->name_size);
	return out + element->nla_len;
}

/* Copy the expressions, with a stand-in for each entry at its place. */
static char *merge(const char *secret, const struct nlattr *list, const struct entry *entries,
		   int count, char *out)
{
	struct span span = attribute_inside(list);
	struct nlattr *nest = (struct nlattr *)out;
	int place = 0, i = 0;

	*nest = *list;
	out += NLA_HDRLEN;
	while (attribute_at(span) || i < count) {
		struct span next;

		if (i < count && (entries[i].place == place || !attribute_at(span))) {
			out = put_element(secret, &entries[i++], out);
		} else {
			next = attribute_next(span);
			memcpy(out, span.data, span.size - next.size);
			out += span.size - next.size;
			span = next;
		}
		place++;
	}
	nest->nla_len = out - (char *)nest;
	return out;
}

/* Copy user data without the record, if there is anything else in them. */
static char *copy_userdata(const struct nlattr *userdata, const unsigned char *record,
			   size_t size, char *out)
{
	const char *start = (const char *)userdata + NLA_HDRLEN;
	const char *end = (const char *)userdata + userdata->nla_len;
	size_t before = (const char *)record - start;
	const char *behind = (const char *)record + TLV_HEADER + size;
	struct nlattr *nla = (struct nlattr *)out;

	if (!before && behind == end)
		return out;
	*nla = *userdata;
	nla->nla_len = NLA_HDRLEN + before + (end - behind);
	out += NLA_HDRLEN;
	memcpy(out, start, before);
	memcpy(out + before, behind, end - behind);
	out += before + (end - behind);
	while ((out - (char *)nla) % NLA_ALIGNTO)
		*out++ = 0;
	return out;
}

int left_out_restore(const char *secret, struct nlmsghdr *nlh)
{
	struct span span = rule_attributes(nlh);
	struct nlattr *userdata = attribute_find(span, NFTA_RULE_USERDATA), *nla;
	struct nlattr *list = attribute_find(span, NFTA_RULE_EXPRESSIONS);
	char whole[UINT16_MAX], *out = whole;
	struct entry entries[ENTRIES];
	unsigned char *record;
	size_t size;
	int count;

	record = userdata && list ? find_record(userdata, &size) : NULL;
	if (!record || nlh->nlmsg_len > sizeof(whole))
		return 0;
	count = read_record(record + TLV_HEADER, size, entries);
	if (count <= 0)
		return 0;
	for (nla = attribute_at(span); nla; nla = attribute_at(span)) {
		struct span next = attribute_next(span);

		if (nla == list) {
			out = merge(secret, list, entries, count, out);
		} else if (nla == userdata) {
			out = copy_userdata(userdata, record, size, out);
		} else {
			memcpy(out, nla, span.size - next.size);
			out += span.size - next.size;
		}
		span = next;
	}
	span = rule_attributes(nlh);
	memcpy(span.data, whole, out - whole);
	nlh->nlmsg_len = span.data - (char *)nlh + (out - whole);
	return count;
}
