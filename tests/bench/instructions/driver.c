// SPDX-License-Identifier: GPL-2.0
/*
 * Fills the table with flows, then meters packets in a pseudo-random order that is always the same.
 * callgrind counts only the metering.
 *
 *   driver v4-udp|v4-tcp|v6-udp known|new|full FLOWS PACKETS
 *
 * known: the packets belong to these flows; new: each packet begins another flow; full: each packet
 * begins another flow and evicts one, because the cache is full
 */
#include "bench_kernel.h"

#include <stdlib.h>
#include <valgrind/callgrind.h>

#include "driver.h"

#define PAYLOAD			64
#define PACKETS_PER_TICK	4000	/* 1 M packets a second */
#define QUIET_PASSES		16	/* of expiry, for the table to find its size */

struct frame {
	union {
		struct {
			struct iphdr ip;
			struct tcphdr tcp;
		} v4;
		struct {
			struct ipv6hdr ip;
			struct udphdr udp;
		} v6;
		unsigned char octets[128];
	};
	struct skb_shared_info info;
};

static struct frame frame;
static struct net_device device_in = { .ifindex = 2 }, device_out = { .ifindex = 3 };

static struct rtable route_v4 = {
	.dst.dev = &device_out,
	.rt_gw_family = AF_INET,
	.rt_gw4 = 0x010200c0,	/* 192.0.2.1 */
};

static struct rt6_info route_v6 = {
	.dst.dev = &device_out,
	.rt6i_gateway = { { { 0xfe, 0x80, [15] = 1 } } },
	.rt6i_flags = RTF_GATEWAY,
};

static struct nf_hook_state state = {
	.hook = NF_INET_FORWARD,
	.in = &device_in,
	.out = &device_out,
};

static struct sk_buff skb = {
	.head = frame.octets,
	.data = frame.octets,
	.end = offsetof(struct frame, info),
	.skb_iif = 2,
};

static void use_v4(u8 protocol, unsigned int transport_length)
{
	skb.len = sizeof(struct iphdr) + transport_length + PAYLOAD;
	skb.protocol = htons(ETH_P_IP);
	skb._skb_refdst = (unsigned long)&route_v4;
	state.pf = NFPROTO_IPV4;
	frame.v4.ip = (struct iphdr) {
		.version = 4,
		.ihl = 5,
		.ttl = 63,
		.protocol = protocol,
		.tot_len = htons(skb.len),
		.daddr = htonl(0xc6336401),	/* 198.51.100.1 */
	};
	frame.v4.tcp.dest = htons(443);
	if (protocol == IPPROTO_TCP) {
		frame.v4.tcp.doff = 5;
		frame.v4.tcp.ack = 1;
	}
}

static void use_v6(void)
{
	skb.len = sizeof(struct ipv6hdr) + sizeof(struct udphdr) + PAYLOAD;
	skb.protocol = htons(ETH_P_IPV6);
	skb._skb_refdst = (unsigned long)&route_v6;
	state.pf = NFPROTO_IPV6;
	frame.v6.ip = (struct ipv6hdr) {
		.version = 6,
		.hop_limit = 63,
		.nexthdr = IPPROTO_UDP,
		.payload_len = htons(sizeof(struct udphdr) + PAYLOAD),
		.saddr.s6_addr = { 0x20, 0x01, 0x0d, 0xb8 },
		.daddr.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 },
	};
	frame.v6.udp.dest = htons(443);
}

/* Sends a packet of this flow. Time passes with the packets. */
static void send_packet(u32 flow)
{
	static unsigned int packets;

	if (skb.protocol == htons(ETH_P_IP)) {
		frame.v4.ip.saddr = htonl(0x0a000000 + flow);
		frame.v4.tcp.source = htons(flow * 40503);
	} else {
		frame.v6.ip.saddr.s6_addr32[3] = htonl(flow);
		frame.v6.udp.source = htons(flow * 40503);
	}
	if (!(++packets % PACKETS_PER_TICK))
		jiffies++;
	bench_preempt_count += SOFTIRQ_OFFSET;
	bench_meter(&skb, &state);
	bench_preempt_count -= SOFTIRQ_OFFSET;
}

static void fill(u32 flows)
{
	u32 i;

	for (i = 0; i < flows; i++) {
		send_packet(i);
		bench_run_work();
	}
	for (i = 0; i < QUIET_PASSES; i++) {
		jiffies += HZ;
		bench_run_work();
	}
	if (bench_flows() != flows) {
		fprintf(stderr, "driver: %u flows, not %u\n", bench_flows(), flows);
		exit(1);
	}
}

static void meter(bool known, u32 flows, u32 packets)
{
	u32 i, random = 1;

	CALLGRIND_START_INSTRUMENTATION;
	for (i = 0; i < packets; i++) {
		random = random * 1664525 + 1013904223;
		CALLGRIND_TOGGLE_COLLECT;
		send_packet(known ? (u64)random * flows >> 32 : flows + i);
		CALLGRIND_TOGGLE_COLLECT;
		bench_run_work();
	}
	CALLGRIND_STOP_INSTRUMENTATION;
}

/* The first of the test vectors that were published with SipHash-1-3, its lower half. */
static void check_hash(void)
{
	const hsiphash_key_t key = { { 0x0706050403020100, 0x0f0e0d0c0b0a0908 } };

	if (hsiphash("", 0, &key) != 0x050fc4dc) {
		fprintf(stderr, "driver: the hash is wrong\n");
		exit(1);
	}
}

static bool use(const char *traffic)
{
	if (!strcmp(traffic, "v4-udp"))
		use_v4(IPPROTO_UDP, sizeof(struct udphdr));
	else if (!strcmp(traffic, "v4-tcp"))
		use_v4(IPPROTO_TCP, sizeof(struct tcphdr));
	else if (!strcmp(traffic, "v6-udp"))
		use_v6();
	else
		return false;
	return true;
}

int main(int argc, char **argv)
{
	u32 flows, packets;

	if (argc != 5 || !use(argv[1]))
		return 2;
	flows = strtoul(argv[3], NULL, 10);
	packets = strtoul(argv[4], NULL, 10);
	check_hash();
	bench_setup(strcmp(argv[2], "full") ? 0 : flows);
	fill(flows);
	meter(!strcmp(argv[2], "known"), flows, packets);
	return 0;
}
