/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of a flow as text. */
#ifndef _CTL_FLOWS_TEXT_H
#define _CTL_FLOWS_TEXT_H

#include "kernel.h"

#include <stdbool.h>
#include <netinet/in.h>

struct flow;

struct flow_key;

struct in6_addr;

/* Room for any of these texts: "[", an IPv6 address, "]:", a port. */
#define FLOW_TEXT_SIZE	64

/** flow_has_ports - TCP, UDP and the like */
bool flow_has_ports(const struct flow_key *key);

/** flow_is_icmp - ICMP or ICMPv6: the destination port is type and code */
bool flow_is_icmp(const struct flow_key *key);

/** flow_protocol - "tcp", "icmpv6", or the number */
const char *flow_protocol(const struct flow_key *key, char *buf);

/** flow_address - of an IP version, without a port */
const char *flow_address(int version, const struct in6_addr *address, char *buf);

/** flow_endpoint - address and, where the protocol has ports, port */
const char *flow_endpoint(const struct flow_key *key, const struct in6_addr *address,
			  u16 port, char *buf);

/** flow_interface - its name, "#3" for one that is gone, "-" for 0 */
const char *flow_interface(u32 index, char *buf);

/** flow_details - TCP flags as "..AP.SF", ICMP as "echo-request 8/0", else "" */
const char *flow_details(const struct flow *flow, char *buf);

#endif /* _CTL_FLOWS_TEXT_H */
