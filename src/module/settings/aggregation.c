// SPDX-License-Identifier: GPL-2.0
#include "aggregation.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "flow/aggregate.h"
#include "address.h"
#include "text.h"

/* Longest text of one rule, its NUL included. */
#define TEXT_SIZE	(NETFLOW_ADDRESS_TEXT_SIZE + 16)

#define SYNTAX	"NETWORK/LENGTH=LENGTH or PORT[-PORT]=PORT"

static int refuse(const struct netflow_span *entry, struct netflow_error *error, const char *why)
{
	char quote[NETFLOW_QUOTE_SIZE];

	return netflow_refuse(error, "aggregation: '%s': %s", netflow_quote(quote, entry), why);
}

/* Return: false if @text is not a number up to @max. */
static bool read_number(const char *text, u32 max, u32 *number)
{
	struct netflow_span span = { text, strlen(text) };

	return !netflow_span_u32(&span, number) && *number <= max;
}

static int read_network(const struct netflow_span *entry, char *network, const char *length,
			const char *keep, struct netflow_aggregation_rule *rule,
			struct netflow_error *error)
{
	unsigned int size = sizeof(struct in6_addr);
	u32 number;

	rule->kind = NETFLOW_AGGREGATE_V6;
	if (netflow_ipv4_parse(network, rule->network)) {
		rule->kind = NETFLOW_AGGREGATE_V4;
		size = 4;
	} else if (!netflow_ipv6_parse(network, rule->network)) {
		return refuse(entry, error, "the network is not an IP address");
	}
	if (!read_number(length, 8 * size, &number))
		return refuse(entry, error, size == 4 ?
			      "the network's length is not a number from 0 to 32" :
			      "the network's length is not a number from 0 to 128");
	rule->length = number;
	if (!read_number(keep, 8 * size, &number))
		return refuse(entry, error, size == 4 ?
			      "the length after '=' is not a number from 0 to 32" :
			      "the length after '=' is not a number from 0 to 128");
	rule->keep = number;
	netflow_address_truncate(rule->network, size, rule->length);
	return 0;
}

static int read_ports(const struct netflow_span *entry, char *first, const char *port,
		      struct netflow_aggregation_rule *rule, struct netflow_error *error)
{
	const char *last = netflow_cut(first, '-') ?: first;
	u32 number[3];

	if (!read_number(first, U16_MAX, &number[0]) || !read_number(last, U16_MAX, &number[1]) ||
	    !read_number(port, U16_MAX, &number[2]))
		return refuse(entry, error, "not a rule; allowed: " SYNTAX);
	if (number[0] > number[1])
		return refuse(entry, error, "the port range ends before it begins");
	rule->kind = NETFLOW_AGGREGATE_PORT;
	rule->first = number[0];
	rule->last = number[1];
	rule->port = number[2];
	return 0;
}

static int read_rule(const struct netflow_span *entry, struct netflow_aggregation_rule *rule,
		     struct netflow_error *error)
{
	char text[TEXT_SIZE];
	char *value, *length;

	if (entry->length >= sizeof(text))
		return refuse(entry, error, "too long for a rule");
	memset(rule, 0, sizeof(*rule));
	memcpy(text, entry->start, entry->length);
	text[entry->length] = '\0';
	value = netflow_cut(text, '=');
	if (!value)
		return refuse(entry, error, "not a rule; allowed: " SYNTAX);
	length = netflow_cut(text, '/');
	if (length)
		return read_network(entry, text, length, value, rule, error);
	return read_ports(entry, text, value, rule, error);
}

int netflow_aggregation_parse(const char *text, struct netflow_aggregation_rule *rules,
			      struct netflow_error *error)
{
	struct netflow_span list = netflow_list(text), entry;
	struct netflow_aggregation_rule rule;
	int err, count = 0;

	while (netflow_list_next(&list, &entry)) {
		if (!entry.length)
			continue;
		err = read_rule(&entry, &rule, error);
		if (err)
			return err;
		if (rules)
			rules[count] = rule;
		count++;
	}
	return count;
}

static int format_rule(const struct netflow_aggregation_rule *rule, char *buf, size_t size)
{
	char network[NETFLOW_ADDRESS_TEXT_SIZE];

	if (rule->kind == NETFLOW_AGGREGATE_PORT) {
		if (rule->first == rule->last)
			return scnprintf(buf, size, "%u=%u", rule->first, rule->port);
		return scnprintf(buf, size, "%u-%u=%u", rule->first, rule->last, rule->port);
	}
	if (rule->kind == NETFLOW_AGGREGATE_V4)
		netflow_ipv4_format(rule->network, network, sizeof(network));
	else
		netflow_ipv6_format(rule->network, network, sizeof(network));
	return scnprintf(buf, size, "%s/%u=%u", network, rule->length, rule->keep);
}

int netflow_aggregation_write(const char *text, char *buf)
{
	struct netflow_span list = netflow_list(text), entry;
	struct netflow_aggregation_rule rule;
	struct netflow_error unused;
	char one[TEXT_SIZE];
	int size, length = 0;

	if (buf)
		buf[0] = '\0';
	while (netflow_list_next(&list, &entry)) {
		if (!entry.length || read_rule(&entry, &rule, &unused))
			continue;
		size = format_rule(&rule, one, sizeof(one));
		if (buf)
			scnprintf(buf + length, size + 2, length ? ",%s" : "%s", one);
		length += length ? size + 1 : size;
	}
	return length;
}
