/* SPDX-License-Identifier: GPL-2.0 */
/* Which flows are meant: by host, port, protocol, interface. */
#ifndef _CTL_FLOWS_FILTER_H
#define _CTL_FLOWS_FILTER_H

#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <netinet/in.h>

struct flow_list;

struct options;

/**
 * struct flow_filter - what a flow must have; parts that were not given hold for all
 * @version: 4 or 6 of @address, 0: any host
 * @address: of either end
 * @length: leading bits of it that count
 * @ports: a port of either end from @port_first to @port_last
 * @protocol: of the transport header, -1: any
 * @interface: index of either interface, 0: any
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
 * flow_filter_read - from the options --host, --port, --protocol, --interface
 * Return: 0 or -EINVAL, told on stderr.
 */
int flow_filter_read(struct flow_filter *filter, const struct options *options);

/** flow_filter_text - what was given, as "protocol udp, port 53"; "" for nothing */
void flow_filter_text(const struct options *options, char *buf, size_t size);

/** flow_filter_apply - take out of the list what is not meant */
void flow_filter_apply(const struct flow_filter *filter, struct flow_list *list);

#endif /* _CTL_FLOWS_FILTER_H */
