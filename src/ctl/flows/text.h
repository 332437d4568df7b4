/* SPDX-License-Identifier: GPL-2.0 */
/* Format the parts of a flow as text. */
#ifndef _CTL_FLOWS_TEXT_H
#define _CTL_FLOWS_TEXT_H

#include "kernel.h"

#include <stdbool.h>
#include <netinet/in.h>

struct flow;

struct flow_key;

struct in6_addr;

/* Enough for each of these texts; the longest is "[", an IPv6 address, "]:", a port. */
#define FLOW_TEXT_SIZE	64

/**
 * flow_has_ports - check whether a flow's protocol has ports
 * @key: of the flow
 *
 * Return: true for TCP and UDP, and for other protocols but ICMP unless both ports are 0.
 */
bool flow_has_ports(const struct flow_key *key);

/**
 * flow_is_icmp - check for ICMP or ICMPv6, whose destination port is type and code
 * @key: of the flow
 *
 * Return: true for ICMP and ICMPv6.
 */
bool flow_is_icmp(const struct flow_key *key);

/**
 * flow_protocol - name the transport protocol
 * @key: of the flow
 * @buf: of FLOW_TEXT_SIZE bytes
 *
 * Return: a constant such as "tcp" or "icmpv6", or the number in @buf.
 */
const char *flow_protocol(const struct flow_key *key, char *buf);

/**
 * flow_address - format an address without a port
 * @version: IP version, 4 or 6
 * @address: in the format of struct flow_key
 * @buf: receives the text; of FLOW_TEXT_SIZE bytes
 *
 * Return: @buf.
 */
const char *flow_address(int version, const struct in6_addr *address, char *buf);

/**
 * flow_endpoint - format an address, with its port if the protocol has ports
 * @key: of the flow
 * @address: source or destination of @key
 * @port: the port that belongs to @address, in host order
 * @buf: receives the text; of FLOW_TEXT_SIZE bytes
 *
 * Return: @buf.
 */
const char *flow_endpoint(const struct flow_key *key, const struct in6_addr *address,
			  u16 port, char *buf);

/**
 * flow_interface - name an interface
 * @index: of the interface, or 0
 * @buf: of FLOW_TEXT_SIZE bytes
 *
 * Return: @buf with the name, or a number such as "#3" if the interface no longer exists, or
 * "-" for 0.
 */
const char *flow_interface(u32 index, char *buf);

/**
 * flow_details - format the details specific to the protocol
 * @flow: the flow
 * @buf: receives the text; of FLOW_TEXT_SIZE bytes
 *
 * Return: @buf with TCP flags such as "...AP.SF", ICMP such as "echo-request 8/0", or "".
 */
const char *flow_details(const struct flow *flow, char *buf);

#endif /* _CTL_FLOWS_TEXT_H */
