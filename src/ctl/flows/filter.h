/* SPDX-License-Identifier: GPL-2.0 */
/* Select flows by host, port, protocol and interface. */
#ifndef _CTL_FLOWS_FILTER_H
#define _CTL_FLOWS_FILTER_H

#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <netinet/in.h>

struct flow_list;

struct options;

/**
 * struct flow_filter - criteria that a flow must meet
 * @version: IP version of @address, 4 or 6; 0: any host
 * @address: address of either end
 * @length: prefix length of @address, in bits
 * @ports: whether a port of either end must be in the range below
 * @port_first: lowest port, in host order
 * @port_last: highest port, in host order
 * @protocol: transport protocol; -1: any
 * @interface: index of the ingress or egress interface; 0: any
 */
struct flow_filter {
	u8 version;
	struct in6_addr address;
	unsigned int length;
	bool ports;
	u16 port_first;
	u16 port_last;
	int protocol;
	u32 interface;
};

/**
 * flow_filter_read - read the options --host, --port, --protocol and --interface
 * @filter: filled in
 * @options: of the command line
 *
 * Return: 0, or -EINVAL, which is reported on stderr.
 */
int flow_filter_read(struct flow_filter *filter, const struct options *options);

/**
 * flow_filter_text - describe the filter, such as "protocol udp, port 53"
 * @options: of the command line
 * @buf: receives the text; "" if no filter was given
 * @size: of @buf in bytes; a longer text is truncated
 */
void flow_filter_text(const struct options *options, char *buf, size_t size);

/**
 * flow_filter_apply - remove the flows that do not match
 * @filter: from flow_filter_read()
 * @list: keeps the matching flows, in their order
 */
void flow_filter_apply(const struct flow_filter *filter, struct flow_list *list);

#endif /* _CTL_FLOWS_FILTER_H */
