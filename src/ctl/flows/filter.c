// SPDX-License-Identifier: GPL-2.0
#include "filter.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "settings/address.h"
#include "settings/text.h"
#include "command/options.h"
#include "text/complain.h"
#include "list.h"
#include "text.h"

static int read_address(struct flow_filter *filter, const char *text)
{
	u8 *address = filter->address.s6_addr;

	if (netflow_ipv4_parse(text, address))
		filter->version = 4;
	else if (netflow_ipv6_parse(text, address))
		filter->version = 6;
	else
		return -EINVAL;
	filter->length = filter->version == 4 ? 32 : 128;
	return 0;
}

/* ADDRESS or ADDRESS/LENGTH */
static int read_host(struct flow_filter *filter, const char *text)
{
	struct netflow_span length;
	char address[64], *slash;
	u32 bits;

	snprintf(address, sizeof(address), "%s", text);
	slash = strchr(address, '/');
	if (slash)
		*slash++ = '\0';
	if (strlen(text) >= sizeof(address) || read_address(filter, address))
		goto refuse;
	if (!slash)
		return 0;
	length = netflow_span(slash);
	if (netflow_span_u32(&length, &bits) || bits > filter->length)
		goto refuse;
	filter->length = bits;
	return 0;

refuse:
	complain("--host takes an address or a network, such as 2001:db8::1 or 192.0.2.0/24, "
		 "not '%s'", text);
	return -EINVAL;
}

static int read_ports(struct flow_filter *filter, const char *text)
{
	struct netflow_span first = netflow_span(text), last;
	const char *dash = strchr(text, '-');
	u32 from, to;

	last = first;
	if (dash) {
		first.length = dash - first.start;
		last = netflow_span(dash + 1);
	}
	if (netflow_span_u32(&first, &from) || netflow_span_u32(&last, &to) || from > to ||
	    to > U16_MAX) {
		complain("--port takes a port or a range up to 65535, such as 443 or 8000-8100, "
			 "not '%s'", text);
		return -EINVAL;
	}
	filter->ports = true;
	filter->port_first = from;
	filter->port_last = to;
	return 0;
}

static int read_protocol(struct flow_filter *filter, const char *text)
{
	struct netflow_span span = netflow_span(text);
	char name[FLOW_TEXT_SIZE];
	u32 number;

	if (!netflow_span_u32(&span, &number) && number <= U8_MAX) {
		filter->protocol = number;
		return 0;
	}
	for (number = 0; number <= U8_MAX; number++) {
		const struct flow_key key = { .protocol = number };

		if (netflow_span_is(&span, flow_protocol(&key, name))) {
			filter->protocol = number;
			return 0;
		}
	}
	complain("--protocol takes tcp, udp, icmp, icmpv6, ... or a number up to 255, not '%s'",
		 text);
	return -EINVAL;
}

int flow_filter_read(struct flow_filter *filter, const struct options *options)
{
	memset(filter, 0, sizeof(*filter));
	filter->protocol = -1;
	if (options->host && read_host(filter, options->host))
		return -EINVAL;
	if (options->port && read_ports(filter, options->port))
		return -EINVAL;
	if (options->proto && read_protocol(filter, options->proto))
		return -EINVAL;
	if (!options->interface)
		return 0;
	filter->interface = if_nametoindex(options->interface);
	if (filter->interface)
		return 0;
	complain("there is no interface '%s'; 'ip link' lists them", options->interface);
	return -EINVAL;
}

void flow_filter_text(const struct options *options, char *buf, size_t size)
{
	const struct {
		const char *name;
		const char *value;
	} parts[] = {
		{ "protocol", options->proto }, { "port", options->port },
		{ "interface", options->interface }, { "host", options->host },
	};
	size_t used = 0, i;

	buf[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (parts[i].value && used < size)
			used += snprintf(buf + used, size - used, "%s%s %s", used ? ", " : "",
					 parts[i].name, parts[i].value);
}

static bool is_in_network(const struct flow_filter *filter, const struct in6_addr *address)
{
	unsigned int whole = filter->length / 8, rest = filter->length % 8;
	u8 mask = 0xff << (8 - rest);

	if (memcmp(address->s6_addr, filter->address.s6_addr, whole))
		return false;
	return !rest || !((address->s6_addr[whole] ^ filter->address.s6_addr[whole]) & mask);
}

static bool is_in_range(const struct flow_filter *filter, u16 port)
{
	return port >= filter->port_first && port <= filter->port_last;
}

static bool is_meant(const struct flow_filter *filter, const struct flow *flow)
{
	const struct flow_key *key = &flow->key;

	if (filter->version && (filter->version != key->version ||
				(!is_in_network(filter, &key->source) &&
				 !is_in_network(filter, &key->destination))))
		return false;
	if (filter->ports && (!flow_has_ports(key) ||
			      (!is_in_range(filter, key->source_port) &&
			       !is_in_range(filter, key->destination_port))))
		return false;
	if (filter->protocol >= 0 && filter->protocol != key->protocol)
		return false;
	return !filter->interface || filter->interface == key->ingress ||
	       filter->interface == flow->egress;
}

void flow_filter_apply(const struct flow_filter *filter, struct flow_list *list)
{
	size_t i, kept = 0;

	for (i = 0; i < list->count; i++)
		if (is_meant(filter, &list->flows[i]))
			list->flows[kept++] = list->flows[i];
	list->count = kept;
}
