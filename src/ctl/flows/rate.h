/* SPDX-License-Identifier: GPL-2.0 */
/* Sum up the traffic between two readings of the flows. Pure functions. */
#ifndef _CTL_FLOWS_RATE_H
#define _CTL_FLOWS_RATE_H

#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>

struct flow_list;

/* Size of a row's label. */
#define RATE_LABEL_SIZE	176

/* Number of parts in a flow's label. */
#define RATE_PARTS	5

/**
 * struct rate_row - traffic under one label
 * @label: the host, port or interface; for a flow its protocol, source, destination,
 *	ingress and egress interface, separated by tabs
 * @bytes: bytes since the previous reading; [0] in (to a host), [1] out (from a host);
 *	for flows and ports everything is in [0]
 * @packets: packets since the previous reading, split as @bytes
 * @flows: number of flows summed up in this row
 */
struct rate_row {
	char label[RATE_LABEL_SIZE];
	u64 bytes[2];
	u64 packets[2];
	u64 flows;
};

/**
 * struct rates - rows, busiest first
 * @rows: the rows
 * @count: number of rows
 * @total: sum over all flows, each counted once
 */
struct rates {
	struct rate_row *rows;
	size_t count;
	struct rate_row total;
};

/**
 * rates_make - compare two readings
 * @rates: filled in; the caller frees it with rates_free(), even on error
 * @old: earlier reading, from flow_list_read(), sorted by key
 * @new: later reading
 * @by: "flow", "host", "port" or "interface"
 * @by_packets: sort by packets instead of bytes
 *
 * The last packets of a flow that expired between the readings are missing. A flow that
 * began again counts from its beginning.
 *
 * Return: 0 or -ENOMEM.
 */
int rates_make(struct rates *rates, const struct flow_list *old, const struct flow_list *new,
	       const char *by, bool by_packets);

/**
 * rates_free - free the rows
 * @rates: from rates_make()
 */
void rates_free(struct rates *rates);

#endif /* _CTL_FLOWS_RATE_H */
