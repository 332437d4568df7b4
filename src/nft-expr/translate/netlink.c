// SPDX-License-Identifier: GPL-2.0
/* Stand-ins in netlink messages of nf_tables: to the kernel and back, in place. */
#include "nft_netflow_translate.h"

#include <string.h>

#include "attribute.h"

#include "uapi/nf_netflow.h"

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

/* The one attribute, of that type, that a nest has; NULL if there is another or none. */
static struct nlattr *only_attribute(const struct nlattr *nest, int type)
{
	struct span span = attribute_inside(nest);
	struct nlattr *nla = attribute_at(span);

	if (!nla || (nla->nla_type & NLA_TYPE_MASK) != type || attribute_next(span).size)
		return NULL;
	return nla;
}

/* Is it a string, whole with its NUL? Its length, or -1. */
static int string_size(const struct nlattr *nla)
{
	size_t size = nla->nla_len - NLA_HDRLEN;
	const char *text = (const char *)nla + NLA_HDRLEN;

	if (!size || memchr(text, '\0', size) != text + size - 1)
		return -1;
	return size - 1;
}

/*
 * The attribute @type of an expression that has that name and nothing else in it, a
 * string; NULL for every other expression.
 */
static struct nlattr *expression_string(struct nlattr *element, const char *name, int type,
					int *data_type)
{
	struct span span = attribute_inside(element);
	struct nlattr *nla = attribute_at(span), *value;

	if (!nla || nla->nla_type != NFTA_EXPR_NAME ||
	    string_size(nla) != (int)strlen(name) || strcmp((char *)nla + NLA_HDRLEN, name))
		return NULL;
	span = attribute_next(span);
	nla = attribute_at(span);
	if (!nla || (nla->nla_type & NLA_TYPE_MASK) != NFTA_EXPR_DATA ||
	    attribute_next(span).size)
		return NULL;
	*data_type = nla->nla_type;
	value = only_attribute(nla, type);
	return value && string_size(value) >= 0 ? value : NULL;
}

/* As stand_in_name(); @data_type is set to the type of the expression's data. */
static const char *read_stand_in(const char *secret, struct nlattr *element, int *data_type)
{
	struct nlattr *value;
	const char *text;

	value = expression_string(element, "log", NFTA_LOG_PREFIX, data_type);
	if (!value)
		return NULL;
	text = (char *)value + NLA_HDRLEN;
	if (string_size(value) < NFT_NETFLOW_MARK || text[0] < NFT_NETFLOW_BARE ||
	    text[0] > NFT_NETFLOW_QUOTED || memcmp(text + 1, secret, NFT_NETFLOW_SECRET))
		return NULL;
	return text + NFT_NETFLOW_MARK;
}

const char *stand_in_name(const char *secret, struct nlattr *element)
{
	int data_type;

	return read_stand_in(secret, element, &data_type);
}

static void put_string(struct nlattr *nla, int type, const char *text, size_t size)
{
	size_t room = NLA_ALIGN(size + 1);

	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + size + 1;
	memset((char *)nla + NLA_HDRLEN, 0, room);
	memcpy((char *)nla + NLA_HDRLEN, text, size);
}

/*
 * Both forms of an expression are of one size: the name "netflow" is longer than "log"
 * by as much as a mark is.
 */
static_assert(NLA_ALIGN(sizeof(NFT_NETFLOW_WORD)) == NLA_ALIGN(sizeof("log")) +
	      NFT_NETFLOW_MARK, "stand-ins have another size than expressions");

/* Write name and data of an expression anew; @data_type is that of its data. */
static void rewrite(struct nlattr *element, int data_type, const char *name, int type,
		    const char *text, size_t size)
{
	struct nlattr *name_attribute = (struct nlattr *)((char *)element + NLA_HDRLEN);
	struct nlattr *data, *value;

	put_string(name_attribute, NFTA_EXPR_NAME, name, strlen(name));
	data = (struct nlattr *)((char *)name_attribute + NLA_ALIGN(name_attribute->nla_len));
	data->nla_type = data_type;
	value = (struct nlattr *)((char *)data + NLA_HDRLEN);
	put_string(value, type, text, size);
	data->nla_len = NLA_HDRLEN + NLA_ALIGN(value->nla_len);
}

size_t stand_in_size(size_t name_size)
{
	return NLA_HDRLEN + NLA_HDRLEN + NLA_ALIGN(sizeof("log")) + NLA_HDRLEN + NLA_HDRLEN +
	       NLA_ALIGN(NFT_NETFLOW_MARK + name_size + 1);
}

void stand_in_put(struct nlattr *element, int data_type, const char *secret, const char *name,
		  size_t size)
{
	char text[UINT8_MAX + NFT_NETFLOW_MARK];
	bool standard = size == strlen(NETFLOW_MONITOR_DEFAULT) &&
			!memcmp(name, NETFLOW_MONITOR_DEFAULT, size);

	text[0] = standard ? NFT_NETFLOW_BARE : NFT_NETFLOW_NAMED;
	memcpy(text + 1, secret, NFT_NETFLOW_SECRET);
	memcpy(text + NFT_NETFLOW_MARK, name, size);
	rewrite(element, data_type, "log", NFTA_LOG_PREFIX, text, NFT_NETFLOW_MARK + size);
}

static bool element_to_kernel(const char *secret, struct nlattr *element)
{
	int data_type;
	const char *name = read_stand_in(secret, element, &data_type);
	char text[UINT8_MAX];
	size_t size;

	if (!name || strlen(name) >= sizeof(text))
		return false;
	size = strlen(name);
	memcpy(text, name, size);
	if (element->nla_len < stand_in_size(size))
		return false;
	rewrite(element, data_type, NFT_NETFLOW_WORD, NFTA_NETFLOW_MONITOR, text, size);
	return true;
}

static bool element_to_user(const char *secret, struct nlattr *element)
{
	char text[NETFLOW_MONITOR_NAME_SIZE];
	struct nlattr *value;
	int size, data_type;

	value = expression_string(element, NFT_NETFLOW_WORD, NFTA_NETFLOW_MONITOR, &data_type);
	if (!value)
		return false;
	size = string_size(value);
	if (size >= (int)sizeof(text) || element->nla_len < stand_in_size(size))
		return false;
	memcpy(text, (char *)value + NLA_HDRLEN, size);
	stand_in_put(element, data_type, secret, text, size);
	return true;
}

/* Do something to each expression of a rule; returns for how many it was true. */
static int each_expression(const char *secret, struct nlmsghdr *nlh,
			   bool (*change)(const char *secret, struct nlattr *element))
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
			count += change(secret, element);
		span = attribute_next(span);
	}
	return count;
}

int nft_netflow_to_kernel(const char *secret, void *batch, size_t size)
{
	struct nlmsghdr *nlh;
	char *at = batch;
	int count = 0;

	for (nlh = message_at(at, size); nlh; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);

		count += each_expression(secret, nlh, element_to_kernel);
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
		count += each_expression(secret, nlh, element_to_user);
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
