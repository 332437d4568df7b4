/* SPDX-License-Identifier: GPL-2.0 */
/* Read the flows in a monitor's cache from the kernel. */
#ifndef _CTL_FLOWS_LIST_H
#define _CTL_FLOWS_LIST_H

#include "kernel.h"

#include <netinet/in.h>
#include <stddef.h>

struct netlink;

/**
 * struct flow_key - values shared by all packets of a flow; compared by memcmp()
 * @source: source address in network order; IPv4: the first 4 bytes, the rest is 0
 * @destination: destination address, in the same format
 * @ingress: interface index; 0: sent by this machine
 * @source_port: in host order
 * @destination_port: in host order; ICMP: type * 256 + code
 * @version: 4 or 6
 * @protocol: transport protocol
 * @tos: TOS or traffic class
 * @direction: 0 ingress, 1 egress
 */
struct flow_key {
	struct in6_addr source;
	struct in6_addr destination;
	u32 ingress;
	u16 source_port;
	u16 destination_port;
	u8 version;
	u8 protocol;
	u8 tos;
	u8 direction;
};

/**
 * struct flow - a flow, summed over all CPUs
 * @key: identifies the flow
 * @next_hop: address of the next hop, in the format of the key's addresses
 * @packets: number of packets on the wire
 * @bytes: number of bytes, including the IP headers
 * @start: time of the first packet, in ms since 1970
 * @end: time of the last packet, in ms since 1970
 * @egress: interface index; 0: unknown
 * @label: IPv6 flow label
 * @tcp_flags: TCP flags of all packets, ORed
 * @ttl_min: lowest TTL or hop limit
 * @ttl_max: highest TTL or hop limit
 */
struct flow {
	struct flow_key key;
	struct in6_addr next_hop;
	u64 packets;
	u64 bytes;
	u64 start;
	u64 end;
	u32 egress;
	u32 label;
	u16 tcp_flags;
	u8 ttl_min;
	u8 ttl_max;
};

/**
 * struct flow_list - a growing array of flows
 * @flows: the array
 * @count: number of flows
 * @room: number of flows that fit into the allocated memory
 */
struct flow_list {
	struct flow *flows;
	size_t count;
	size_t room;
};

/**
 * flow_list_read - read the flows of a monitor, each key once
 * @list: filled in, sorted by key; the caller frees it with flow_list_free(), even on error
 * @nl: from module_open(); reopened whenever a table was resized during the dump
 * @monitor: name of the monitor
 *
 * Return: 0, or a negative errno, which is reported on stderr.
 */
int flow_list_read(struct flow_list *list, struct netlink *nl, const char *monitor);

/**
 * flow_list_sort - sort the flows
 * @list: the flows
 * @by: "bytes", "packets": largest first; "start", "end": newest first
 */
void flow_list_sort(struct flow_list *list, const char *by);

/**
 * flow_list_free - free the flows and empty the list
 * @list: the flows
 */
void flow_list_free(struct flow_list *list);

#endif /* _CTL_FLOWS_LIST_H */
