// SPDX-License-Identifier: GPL-2.0
#include "stand_in.h"

#include <assert.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>

#include "uapi/nf_netflow.h"
#include "nft_netflow_translate.h"

/* An attribute of expressions that the kernel does not know and skips. */
#define PADDING_TYPE	0x3fff

/* Return: the only attribute of a nest if it has that type, else NULL. */
static struct nlattr *only_attribute(const struct nlattr *nest, int type)
{
	struct span span = attribute_inside(nest);
	struct nlattr *nla = attribute_at(span);

	if (!nla || (nla->nla_type & NLA_TYPE_MASK) != type || attribute_next(span).size)
		return NULL;
	return nla;
}

/* Return: length of a NUL-terminated string, or -1 if it is not one. */
static int string_size(const struct nlattr *nla)
{
	size_t size = nla->nla_len - NLA_HDRLEN;
	const char *text = (const char *)nla + NLA_HDRLEN;

	if (!size || memchr(text, '\0', size) != text + size - 1)
		return -1;
	return size - 1;
}

/*
 * Return: the attribute @type, a string, of an expression that has the name @name and no
 * other attribute; NULL for any other expression.
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

struct nlattr *stand_in_guard(struct span after)
{
	static const char name[] = "limit";
	static const uint64_t rate;
	struct nlattr *guard = attribute_at(after), *nla;

	nla = guard ? attribute_find(attribute_inside(guard), NFTA_EXPR_NAME) : NULL;
	if (!nla || string_size(nla) != (int)strlen(name) ||
	    strcmp((char *)nla + NLA_HDRLEN, name))
		return NULL;
	nla = attribute_find(attribute_inside(guard), NFTA_EXPR_DATA);
	nla = nla ? attribute_find(attribute_inside(nla), NFTA_LIMIT_RATE) : NULL;
	if (!nla || nla->nla_len != NLA_HDRLEN + sizeof(rate) ||
	    memcmp((char *)nla + NLA_HDRLEN, &rate, sizeof(rate)))
		return NULL;
	return guard;
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
 * Both forms have the same size: the name "netflow" is longer than "log" by the length
 * of a mark.
 */
static_assert(NLA_ALIGN(sizeof(NFT_NETFLOW_WORD)) == NLA_ALIGN(sizeof("log")) +
	      NFT_NETFLOW_MARK, "stand-ins and expressions differ in size");

/* Overwrite the name and data of an expression; @data_type is the type of its data. */
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
	bool is_default = size == strlen(NETFLOW_MONITOR_DEFAULT) &&
			  !memcmp(name, NETFLOW_MONITOR_DEFAULT, size);

	text[0] = is_default ? NFT_NETFLOW_BARE : NFT_NETFLOW_NAMED;
	memcpy(text + 1, secret, NFT_NETFLOW_SECRET);
	memcpy(text + NFT_NETFLOW_MARK, name, size);
	rewrite(element, data_type, "log", NFTA_LOG_PREFIX, text, NFT_NETFLOW_MARK + size);
}

bool stand_in_to_kernel(const char *secret, struct nlattr *element, struct span after)
{
	int data_type;
	const char *name = read_stand_in(secret, element, &data_type);
	struct nlattr *guard = stand_in_guard(after);
	char text[UINT8_MAX];
	size_t size;

	if (!name || strlen(name) >= sizeof(text))
		return false;
	size = strlen(name);
	memcpy(text, name, size);
	if (element->nla_len < stand_in_size(size))
		return false;
	rewrite(element, data_type, NFT_NETFLOW_WORD, NFTA_NETFLOW_MONITOR, text, size);
	if (guard) {
		element->nla_len = (char *)guard + guard->nla_len - (char *)element;
		guard->nla_type = PADDING_TYPE;
	}
	return true;
}

bool stand_in_from_kernel(const char *secret, struct nlattr *element, struct span after)
{
	char text[NETFLOW_MONITOR_NAME_SIZE];
	struct nlattr *value;
	int size, data_type;

	(void)after;
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
