/* SPDX-License-Identifier: GPL-2.0 */
/*
 * flowgen: a packet generator that knows what a Metering Process must count.
 *
 *   flowgen.c           options, the order of the packets, sending
 *   flowgen-flows.c     which flows there are, and the file of what to expect
 *   flowgen-packet.c    a packet of a flow, with every checksum right
 *   flowgen-garbage.c   packets that no flow can have
 */
#ifndef _FLOWGEN_H
#define _FLOWGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ETH_HEADER	14
#define PACKET_ROOM	2048
#define FRAGMENTS_MAX	3

/* xoshiro-like quality is not needed, repeatability is: splitmix64. */
struct random {
	uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* A number from low to high, both included. */
static inline uint32_t random_range(struct random *random, uint32_t low, uint32_t high)
{
	return low + random_next(random) % (high - low + 1);
}

static inline bool random_percent(struct random *random, uint32_t percent)
{
	return random_next(random) % 100 < percent;
}

struct range {
	uint32_t low;
	uint32_t high;
};

struct options {
	const char *device;
	const char *expect;		/* file to write, NULL: none */
	uint32_t flows;
	uint32_t packets;
	uint32_t pps;			/* 0: as fast as possible */
	uint64_t seed;
	bool ipv4;
	bool ipv6;
	uint8_t protocols[16];		/* IPv4 numbers; 1 becomes 58 in IPv6 */
	size_t protocol_count;
	uint8_t source_mac[6];
	uint8_t destination_mac[6];
	uint8_t source4[4];		/* /16 networks; hosts are counted from 1 */
	uint8_t destination4[4];
	uint8_t source6[16];
	uint8_t destination6[16];
	struct range size;		/* bytes behind the transport header */
	struct range ttl;
	int tos;			/* -1: various */
	uint32_t fragments;		/* percent of the packets */
	uint32_t extensions;		/* percent of the IPv6 packets */
	uint16_t vlan;			/* 0: none */
	uint16_t outer_vlan;		/* 0: none */
	bool tcp_end;			/* the last packet of a TCP flow has FIN */
	bool shuffle;
	bool garbage;
};

/* What one record must hold. */
struct counts {
	uint64_t packets;
	uint64_t bytes;
	uint8_t tcp_flags;
	uint8_t ttl_min;
	uint8_t ttl_max;
};

struct flow {
	uint8_t version;		/* 4 or 6 */
	uint8_t protocol;
	uint8_t tos;
	uint8_t source[16];
	uint8_t destination[16];
	uint16_t source_port;
	uint16_t destination_port;	/* ICMP: type * 256 + code */
	uint32_t label;
	uint32_t unsent;
	struct counts counts;
	struct counts later;		/* fragments without transport header: ports 0 */
};

/* An Ethernet frame, ready to send. */
struct frame {
	uint8_t data[PACKET_ROOM];
	size_t len;
};

/* flows_make - all flows of the options; exits when memory is short */
struct flow *flows_make(const struct options *options, struct random *random);

/* flow_count - count one sent packet of @bytes from the IP header on */
void flow_count(struct counts *counts, size_t bytes, uint8_t ttl, uint8_t tcp_flags);

/* flows_write - one line of CSV for every key that has packets */
void flows_write(FILE *file, const struct flow *flows, size_t count);

/*
 * packet_build - the next packet of @flow in 1 to FRAGMENTS_MAX frames, counted
 * Return: how many frames.
 */
size_t packet_build(const struct options *options, struct random *random, struct flow *flow,
		    struct frame frames[FRAGMENTS_MAX]);

/* ethernet_header - MAC addresses, tags and @type; returns the length */
size_t ethernet_header(const struct options *options, uint16_t type, uint8_t *data);

/* ipv4_checksum - fill the checksum of the header at @ip, @len bytes long */
void ipv4_checksum(uint8_t *ip, size_t len);

/* garbage_build - a frame that says it is IP; built from a packet of @flow */
void garbage_build(const struct options *options, struct random *random, struct flow *flow,
		   struct frame *frame);

static inline void put16(uint8_t *at, uint32_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static inline void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

#endif /* _FLOWGEN_H */
