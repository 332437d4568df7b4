/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of a monitor's cache, read from the kernel. */
#ifndef _CTL_FLOWS_LIST_H
#define _CTL_FLOWS_LIST_H

#include "kernel.h"

#include <netinet/in.h>
#include <stddef.h>

struct netlink;

/**
 * struct flow_key - what makes packets one flow; compared by memcmp()
 * @source: network order, the first 4 bytes for IPv4, the rest 0
 * @destination: likewise
 * @ingress: interface index, 0: sent by this machine
 * @source_port: host order
 * @destination_port: host order; ICMP: type * 256 + code
 * @version: 4 or 6
 * @protocol: of the transport header
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
 * struct flow - a flow, of all CPUs together
 * @key: what it is
 * @next_hop: as the addresses of the key
 * @packets: on the wire
 * @bytes: from the IP header on
 * @start: ms since 1970
 * @end: likewise
 * @egress: interface index, 0: not known
 * @label: IPv6 flow label
 * @tcp_flags: all that were seen
 * @ttl_min: lowest TTL or hop limit
 * @ttl_max: highest
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
 * struct flow_list - flows
 * @flows: @count of them
 * @count: used
 * @room: allocated
 */
struct flow_list {
	struct flow *flows;
	size_t count;
	size_t room;
};

/**
 * flow_list_read - read the flows of a monitor, each key once
 * @list: to be filled; freed by flow_list_free(), also on error
 * @nl: from module_open(); opened again where a table was resized meanwhile
 * @monitor: its name
 * Return: 0 or a negative errno, told on stderr.
 */
int flow_list_read(struct flow_list *list, struct netlink *nl, const char *monitor);

/**
 * flow_list_sort - sort the flows
 * @by: "bytes", "packets": largest first; "start", "end": newest first
 */
void flow_list_sort(struct flow_list *list, const char *by);

/** flow_list_free - free the flows */
void flow_list_free(struct flow_list *list);

#endif /* _CTL_FLOWS_LIST_H */
