// SPDX-License-Identifier: GPL-2.0
#include "flowgen.h"

#include <netinet/in.h>
#include <string.h>

#define EXTENSIONS_MAX	64

/* The transport header with what follows it, before it is cut into fragments. */
struct segment {
	uint8_t data[PACKET_ROOM];
	size_t len;
	uint8_t tcp_flags;
};

static uint32_t sum16(uint32_t sum, const uint8_t *data, size_t len)
{
	size_t i;

	for (i = 0; i + 1 < len; i += 2)
		sum += data[i] << 8 | data[i + 1];
	if (len % 2)
		sum += data[len - 1] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* RFC 9293, RFC 768, RFC 4443: the Internet checksum with the pseudo header. */
static uint16_t transport_sum(const struct flow *flow, const struct segment *segment,
			      size_t covered)
{
	size_t address = flow->version == 4 ? 4 : 16;
	uint32_t sum = flow->protocol + segment->len;

	sum = sum16(sum, flow->source, address);
	sum = sum16(sum, flow->destination, address);
	return fold(sum16(sum, segment->data, covered));
}

/* RFC 9260, appendix A: CRC32c, bit by bit */
static uint32_t crc32c(const uint8_t *data, size_t len)
{
	uint32_t crc = ~0u;
	size_t i;
	int bit;

	for (i = 0; i < len; i++) {
		crc ^= data[i];
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
	}
	return ~crc;
}

/* A header of zeros, but for the ports that come first in every header with ports. */
static void fill(struct segment *segment, struct random *random, const struct flow *flow,
		 size_t header, size_t payload)
{
	size_t i;

	memset(segment->data, 0, header);
	if (flow->source_port) {
		put16(segment->data, flow->source_port);
		put16(segment->data + 2, flow->destination_port);
	}
	for (i = header; i < header + payload; i++)
		segment->data[i] = random_next(random);
	segment->len = header + payload;
}

static void build_tcp(const struct options *options, struct random *random,
		      const struct flow *flow, struct segment *segment, size_t payload)
{
	static const uint8_t usual[] = { 0x02, 0x10, 0x18, 0x38, 0x50, 0x90 };

	fill(segment, random, flow, 20, payload);
	segment->tcp_flags = usual[random_next(random) % sizeof(usual)];
	if (options->tcp_end)
		segment->tcp_flags = flow->unsent == 1 ? 0x11 : 0x10;
	put32(segment->data + 4, random_next(random));
	put32(segment->data + 8, random_next(random));
	segment->data[12] = 5 << 4;
	segment->data[13] = segment->tcp_flags;
	put16(segment->data + 14, 0xffff);
	put16(segment->data + 16, transport_sum(flow, segment, segment->len));
}

static void build_udp(struct random *random, const struct flow *flow, struct segment *segment,
		      size_t payload)
{
	uint16_t sum;

	fill(segment, random, flow, 8, payload);
	/* UDP-Lite (RFC 3828) has the coverage here; both may say the whole length. */
	put16(segment->data + 4, segment->len);
	sum = transport_sum(flow, segment, segment->len);
	put16(segment->data + 6, sum ? sum : 0xffff);
}

static void build_sctp(struct random *random, const struct flow *flow, struct segment *segment,
		       size_t payload)
{
	uint32_t crc;

	payload &= ~3u;
	fill(segment, random, flow, 28, payload);
	put32(segment->data + 4, random_next(random));
	segment->data[13] = 3;			/* a whole message in one DATA chunk */
	put16(segment->data + 14, 16 + payload);
	crc = crc32c(segment->data, segment->len);
	segment->data[8] = crc;			/* least significant byte first */
	segment->data[9] = crc >> 8;
	segment->data[10] = crc >> 16;
	segment->data[11] = crc >> 24;
}

static void build_dccp(struct random *random, const struct flow *flow, struct segment *segment,
		       size_t payload)
{
	fill(segment, random, flow, 16, payload);
	segment->data[4] = 4;			/* words of header */
	segment->data[8] = 2 << 1 | 1;		/* DCCP-Data, 48-bit sequence number */
	put32(segment->data + 12, random_next(random));
	put16(segment->data + 6, transport_sum(flow, segment, segment->len));
}

static void build_icmp(struct random *random, const struct flow *flow, struct segment *segment,
		       size_t payload)
{
	fill(segment, random, flow, 8, payload);
	put16(segment->data, flow->destination_port);
	put32(segment->data + 4, random_next(random));
	if (flow->version == 4)			/* no pseudo header */
		put16(segment->data + 2, fold(sum16(0, segment->data, segment->len)));
	else
		put16(segment->data + 2, transport_sum(flow, segment, segment->len));
}

static void build_segment(const struct options *options, struct random *random,
			  const struct flow *flow, struct segment *segment, size_t payload)
{
	segment->tcp_flags = 0;
	switch (flow->protocol) {
	case IPPROTO_TCP:
		build_tcp(options, random, flow, segment, payload);
		break;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		build_udp(random, flow, segment, payload);
		break;
	case IPPROTO_SCTP:
		build_sctp(random, flow, segment, payload);
		break;
	case IPPROTO_DCCP:
		build_dccp(random, flow, segment, payload);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		build_icmp(random, flow, segment, payload);
		break;
	default:
		fill(segment, random, flow, 4, payload);
		break;
	}
}

static void link_header(const struct options *options, const struct flow *flow,
			struct frame *frame)
{
	frame->len = ethernet_header(options, flow->version == 4 ? 0x0800 : 0x86dd, frame->data);
}

static void append(struct frame *frame, const void *data, size_t len)
{
	memcpy(frame->data + frame->len, data, len);
	frame->len += len;
}

/* IPv4 options that routers leave alone: no-operations, then the end of the list */
static size_t ipv4_options(struct random *random, uint8_t *data)
{
	size_t len = 4 * random_range(random, 1, 10);

	memset(data, 1, len);
	data[len - 1] = 0;
	return len;
}

/* @offset and @more: of the fragment; returns bytes from the IP header on */
static size_t ipv4_frame(const struct flow *flow, uint8_t ttl, uint16_t id, size_t offset,
			 bool more, const uint8_t *options, size_t options_len,
			 struct frame *frame, const uint8_t *data, size_t len)
{
	size_t header = 20 + options_len, total = header + len;
	uint8_t *ip = frame->data + frame->len;

	memset(ip, 0, 20);
	ip[0] = 4 << 4 | header / 4;
	ip[1] = flow->tos;
	put16(ip + 2, total);
	put16(ip + 4, id);
	put16(ip + 6, (more ? 0x2000 : 0) | offset / 8);
	ip[8] = ttl;
	ip[9] = flow->protocol;
	memcpy(ip + 12, flow->source, 4);
	memcpy(ip + 16, flow->destination, 4);
	memcpy(ip + 20, options, options_len);
	ipv4_checksum(ip, header);
	frame->len += header;
	append(frame, data, len);
	return total;
}

/* One extension header of zeros with its @next_header and length field, RFC 8200 and 4302 */
static size_t extension(uint8_t *at, uint8_t type, uint8_t next_header, struct random *random)
{
	size_t len = 8 * random_range(random, 1, 2);

	/* Routers drop hop-by-hop options with more than 7 bytes of padding. */
	if (type == IPPROTO_FRAGMENT || type == IPPROTO_HOPOPTS)
		len = 8;
	memset(at, 0, len);
	at[0] = next_header;
	switch (type) {
	case IPPROTO_FRAGMENT:			/* RFC 6946: an atomic fragment */
		put32(at + 4, random_next(random));
		break;
	case IPPROTO_AH:
		at[1] = len / 4 - 2;
		break;
	case IPPROTO_ROUTING:
		at[1] = len / 8 - 1;
		at[2] = 253;			/* type for experiments, no segments left */
		break;
	default:
		at[1] = len / 8 - 1;
		at[2] = 1;			/* PadN */
		at[3] = len - 4;
	}
	return len;
}

/* Chains of extension headers; hop-by-hop is 0, so another number marks the end. */
#define END	IPPROTO_NONE
static const uint8_t chains[][5] = {
	{ IPPROTO_HOPOPTS, END },
	{ IPPROTO_DSTOPTS, END },
	{ IPPROTO_FRAGMENT, END },
	{ IPPROTO_HOPOPTS, IPPROTO_DSTOPTS, END },
	{ IPPROTO_ROUTING, IPPROTO_FRAGMENT, END },
	{ IPPROTO_AH, END },
	{ IPPROTO_HOPOPTS, IPPROTO_ROUTING, IPPROTO_AH, IPPROTO_DSTOPTS, END },
};

/* A chain of extension headers in front of @protocol; @first gets the type of the first */
static size_t extensions(struct random *random, uint8_t protocol, uint8_t *data, uint8_t *first)
{
	const uint8_t *chain = chains[random_next(random) % (sizeof(chains) / sizeof(*chains))];
	size_t len = 0;

	for (*first = *chain; *chain != END; chain++)
		len += extension(data + len, *chain, chain[1] == END ? protocol : chain[1], random);
	return len;
}

static size_t ipv6_frame(const struct flow *flow, uint8_t ttl, uint8_t next_header,
			 const uint8_t *headers, size_t headers_len, struct frame *frame,
			 const uint8_t *data, size_t len)
{
	uint8_t *ip = frame->data + frame->len;

	put32(ip, 6u << 28 | flow->tos << 20 | flow->label);
	put16(ip + 4, headers_len + len);
	ip[6] = next_header;
	ip[7] = ttl;
	memcpy(ip + 8, flow->source, 16);
	memcpy(ip + 24, flow->destination, 16);
	frame->len += 40;
	append(frame, headers, headers_len);
	append(frame, data, len);
	return 40 + headers_len + len;
}

static size_t build_whole(const struct options *options, struct random *random,
			  struct flow *flow, uint8_t ttl, const struct segment *segment,
			  struct frame *frame)
{
	uint8_t headers[EXTENSIONS_MAX], next_header = flow->protocol;
	size_t len = 0, bytes;

	link_header(options, flow, frame);
	if (random_percent(random, options->extensions)) {
		if (flow->version == 4)
			len = ipv4_options(random, headers);
		else
			len = extensions(random, flow->protocol, headers, &next_header);
	}
	if (flow->version == 4)
		bytes = ipv4_frame(flow, ttl, random_next(random), 0, false, headers, len, frame,
				   segment->data, segment->len);
	else
		bytes = ipv6_frame(flow, ttl, next_header, headers, len, frame, segment->data,
				   segment->len);
	flow_count(&flow->counts, bytes, ttl, segment->tcp_flags);
	return 1;
}

/* Cut at multiples of 8 bytes; only the first fragment has the transport header. */
static size_t build_fragments(const struct options *options, struct random *random,
			      struct flow *flow, uint8_t ttl, const struct segment *segment,
			      struct frame *frames)
{
	size_t pieces = random_range(random, 2, FRAGMENTS_MAX);
	size_t cut = ((segment->len + pieces - 1) / pieces + 7) & ~7u;
	size_t offset = 0, count = 0, len, bytes;
	uint32_t id = random_next(random);
	uint8_t header[8] = { flow->protocol };
	bool more;

	while (offset < segment->len) {
		more = offset + cut < segment->len;
		len = more ? cut : segment->len - offset;
		link_header(options, flow, &frames[count]);
		put16(header + 2, offset | more);
		put32(header + 4, id);
		if (flow->version == 4)
			bytes = ipv4_frame(flow, ttl, id, offset, more, header, 0, &frames[count],
					   segment->data + offset, len);
		else
			bytes = ipv6_frame(flow, ttl, IPPROTO_FRAGMENT, header, 8, &frames[count],
					   segment->data + offset, len);
		flow_count(offset ? &flow->later : &flow->counts, bytes, ttl,
			   offset ? 0 : segment->tcp_flags);
		offset += cut;
		count++;
	}
	return count;
}

size_t packet_build(const struct options *options, struct random *random, struct flow *flow,
		    struct frame frames[FRAGMENTS_MAX])
{
	uint8_t ttl = random_range(random, options->ttl.low, options->ttl.high);
	size_t payload = random_range(random, options->size.low, options->size.high);
	bool fragments = random_percent(random, options->fragments);
	struct segment segment;

	if (fragments && payload < 128)
		payload = 128;
	build_segment(options, random, flow, &segment, payload);
	flow->unsent--;
	if (fragments)
		return build_fragments(options, random, flow, ttl, &segment, frames);
	return build_whole(options, random, flow, ttl, &segment, frames);
}

static size_t tag(uint8_t *data, uint16_t type, uint16_t vlan)
{
	put16(data, type);
	put16(data + 2, vlan);
	return 4;
}

size_t ethernet_header(const struct options *options, uint16_t type, uint8_t *data)
{
	size_t len = 12;

	memcpy(data, options->destination_mac, 6);
	memcpy(data + 6, options->source_mac, 6);
	if (options->outer_vlan)
		len += tag(data + len, 0x88a8, options->outer_vlan);
	if (options->vlan)
		len += tag(data + len, 0x8100, options->vlan);
	put16(data + len, type);
	return len + 2;
}

void ipv4_checksum(uint8_t *ip, size_t len)
{
	put16(ip + 10, 0);
	put16(ip + 10, fold(sum16(0, ip, len)));
}
