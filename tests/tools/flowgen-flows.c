// SPDX-License-Identifier: GPL-2.0
#include "flowgen.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/*
 * Flows come in groups of four with the same addresses and protocol. In a group
 * they differ by one field of the key each, so that a meter that leaves one out
 * of its key mixes flows that the judge then misses.
 */
#define GROUP		4
#define ICMP_TYPES	GROUP

static bool has_ports(uint8_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
	case IPPROTO_UDPLITE:
	case IPPROTO_DCCP:
		return true;
	}
	return false;
}

static void host_address(uint8_t *address, const uint8_t *network, size_t size, uint32_t host)
{
	memcpy(address, network, size);
	put16(address + size - 2, host);
}

static void set_addresses(struct flow *flow, const struct options *options, uint32_t group)
{
	uint32_t source = 1 + group % 60000;
	uint32_t destination = 1 + (group / 60000 + group % 251) % 60000;

	if (flow->version == 4) {
		host_address(flow->source, options->source4, 4, source);
		host_address(flow->destination, options->destination4, 4, destination);
	} else {
		host_address(flow->source, options->source6, 16, source);
		host_address(flow->destination, options->destination6, 16, destination);
	}
}

static void set_ports(struct flow *flow, uint32_t group, uint32_t member)
{
	static const uint8_t icmp4[ICMP_TYPES] = { 8, 0, 13, 14 };
	static const uint8_t icmp6[ICMP_TYPES] = { 128, 129, 144, 145 };

	if (has_ports(flow->protocol)) {
		flow->source_port = 1024 + group % 50000 + (member == 1);
		flow->destination_port = 5000 + group % 100 + (member == 2);
	} else if (flow->protocol == IPPROTO_ICMP) {
		flow->destination_port = icmp4[member] << 8;
	} else if (flow->protocol == IPPROTO_ICMPV6) {
		flow->destination_port = icmp6[member] << 8;
	} else {
		flow->tos = member * 4;
	}
}

static void make_flow(struct flow *flow, const struct options *options, uint32_t number)
{
	uint32_t group = number / GROUP, member = number % GROUP;
	bool both = options->ipv4 && options->ipv6;
	/* Each protocol with both families in turn, whatever their number */
	uint32_t family = group / options->protocol_count + group % options->protocol_count;

	flow->version = both ? (family % 2 ? 6 : 4) : options->ipv4 ? 4 : 6;
	flow->protocol = options->protocols[group % options->protocol_count];
	if (flow->version == 6 && flow->protocol == IPPROTO_ICMP)
		flow->protocol = IPPROTO_ICMPV6;
	flow->tos = group * 8;
	if (member == 3)
		flow->tos += 3;		/* differs only in the lowest two bits, the ECN field */
	if (flow->version == 6)
		flow->label = (group * 2654435761u) & 0xfffff;
	set_addresses(flow, options, group);
	set_ports(flow, group, member);
	if (options->tos >= 0)
		flow->tos = options->tos;
}

/* Every flow has a packet, some have many more than others. */
static void share_packets(struct flow *flows, const struct options *options,
			  struct random *random)
{
	uint32_t i, place;

	for (i = 0; i < options->packets; i++) {
		place = i;
		if (i >= options->flows) {
			place = random_range(random, 0, options->flows - 1);
			if (random_percent(random, 30))
				place %= 1 + options->flows / 10;
		}
		flows[place].unsent++;
	}
}

struct flow *flows_make(const struct options *options, struct random *random)
{
	struct flow *flows = calloc(options->flows, sizeof(*flows));
	uint32_t i;

	if (!flows)
		errx(1, "no memory for %u flows", options->flows);
	for (i = 0; i < options->flows; i++)
		make_flow(&flows[i], options, i);
	share_packets(flows, options, random);
	return flows;
}

void flow_count(struct counts *counts, size_t bytes, uint8_t ttl, uint8_t tcp_flags)
{
	if (!counts->packets++) {
		counts->ttl_min = ttl;
		counts->ttl_max = ttl;
	}
	if (ttl < counts->ttl_min)
		counts->ttl_min = ttl;
	if (ttl > counts->ttl_max)
		counts->ttl_max = ttl;
	counts->bytes += bytes;
	counts->tcp_flags |= tcp_flags;
}

static void write_line(FILE *file, const struct flow *flow, const struct counts *counts,
		       uint16_t source_port, uint16_t destination_port)
{
	int family = flow->version == 4 ? AF_INET : AF_INET6;
	char source[INET6_ADDRSTRLEN], destination[INET6_ADDRSTRLEN];

	if (!counts->packets)
		return;
	inet_ntop(family, flow->source, source, sizeof(source));
	inet_ntop(family, flow->destination, destination, sizeof(destination));
	fprintf(file, "%u,%s,%s,%u,%u,%u,%u,%llu,%llu,%u,%u,%u,%u\n", flow->version, source,
		destination, flow->protocol, source_port, destination_port, flow->tos,
		(unsigned long long)counts->packets, (unsigned long long)counts->bytes,
		counts->tcp_flags, counts->ttl_min, counts->ttl_max, flow->label);
}

void flows_write(FILE *file, const struct flow *flows, size_t count)
{
	size_t i;

	fputs("version,source,destination,protocol,source_port,destination_port,tos,", file);
	fputs("packets,bytes,tcp_flags,ttl_min,ttl_max,flow_label\n", file);
	for (i = 0; i < count; i++) {
		write_line(file, &flows[i], &flows[i].counts, flows[i].source_port,
			   flows[i].destination_port);
		write_line(file, &flows[i], &flows[i].later, 0, 0);
	}
}
