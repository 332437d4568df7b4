// SPDX-License-Identifier: GPL-2.0
#include "aggregate.h"

#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/string.h>

void netflow_address_truncate(u8 *address, unsigned int size, unsigned int length)
{
	unsigned int whole = length / 8;

	if (whole == size)
		return;
	address[whole] &= 0xff00 >> (length % 8);
	memset(&address[whole + 1], 0, size - whole - 1);
}

static bool is_in_network(const u8 *address, const struct netflow_aggregation_rule *rule)
{
	unsigned int whole = rule->length / 8;
	u8 mask = 0xff00 >> (rule->length % 8);

	if (memcmp(address, rule->network, whole))
		return false;
	return !mask || !((address[whole] ^ rule->network[whole]) & mask);
}

static void aggregate_address(const struct netflow_aggregation *aggregation,
			      enum netflow_aggregation_kind kind, void *address,
			      unsigned int size)
{
	const struct netflow_aggregation_rule *rule;
	unsigned int i;

	for (i = 0; i < aggregation->count; i++) {
		rule = &aggregation->rules[i];
		if (rule->kind == kind && is_in_network(address, rule)) {
			netflow_address_truncate(address, size, rule->keep);
			return;
		}
	}
}

static __be16 aggregate_port(const struct netflow_aggregation *aggregation, __be16 port)
{
	const struct netflow_aggregation_rule *rule;
	u16 number = be16_to_cpu(port);
	unsigned int i;

	for (i = 0; i < aggregation->count; i++) {
		rule = &aggregation->rules[i];
		if (rule->kind == NETFLOW_AGGREGATE_PORT && number >= rule->first &&
		    number <= rule->last)
			return cpu_to_be16(rule->port);
	}
	return port;
}

static bool has_ports(u8 protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP ||
	       protocol == IPPROTO_UDPLITE || protocol == IPPROTO_SCTP ||
	       protocol == IPPROTO_DCCP;
}

static void aggregate_ports(const struct netflow_aggregation *aggregation,
			    struct netflow_key_l4 *l4)
{
	if (!has_ports(l4->protocol))
		return;
	l4->source_port = aggregate_port(aggregation, l4->source_port);
	l4->destination_port = aggregate_port(aggregation, l4->destination_port);
}

void netflow_aggregate_v4(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v4 *key)
{
	aggregate_address(aggregation, NETFLOW_AGGREGATE_V4, &key->source, sizeof(key->source));
	aggregate_address(aggregation, NETFLOW_AGGREGATE_V4, &key->destination,
			  sizeof(key->destination));
	aggregate_ports(aggregation, &key->l4);
}

void netflow_aggregate_v6(const struct netflow_aggregation *aggregation,
			  struct netflow_key_v6 *key)
{
	aggregate_address(aggregation, NETFLOW_AGGREGATE_V6, &key->source, sizeof(key->source));
	aggregate_address(aggregation, NETFLOW_AGGREGATE_V6, &key->destination,
			  sizeof(key->destination));
	aggregate_ports(aggregation, &key->l4);
}
