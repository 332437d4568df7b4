/* SPDX-License-Identifier: GPL-2.0 */
/* What happened between two readings of the flows, added up. Pure. */
#ifndef _CTL_FLOWS_RATE_H
#define _CTL_FLOWS_RATE_H

#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>

struct flow_list;

/* Room for what a row is about. */
#define RATE_LABEL_SIZE	176

/* Parts of the label of a flow. */
#define RATE_PARTS	5

/**
 * struct rate_row - what is added up under one label
 * @label: the host, port or interface; of a flow with tabs between them protocol,
 *	source, destination, the interfaces in and out
 * @bytes: since the reading before; [0] in (to a host), [1] out (from a host); of flows
 *	and ports all is in [0]
 * @packets: likewise
 * @flows: that are part of it
 */
struct rate_row {
	char label[RATE_LABEL_SIZE];
	u64 bytes[2];
	u64 packets[2];
	u64 flows;
};

/**
 * struct rates - rows, the busiest first
 * @rows: @count of them
 * @count: used
 * @total: of everything, each flow once
 */
struct rates {
	struct rate_row *rows;
	size_t count;
	struct rate_row total;
};

/**
 * rates_make - compare two readings
 * @rates: to be filled; freed by rates_free(), also on error
 * @old: from flow_list_read(), in the order of keys
 * @new: likewise, later
 * @by: "flow", "host", "port" or "interface"
 * @by_packets: order by packets, not bytes
 *
 * A flow that has expired between them took what it had since @old with it: that
 * is not seen. One that began anew counts from its beginning.
 * Return: 0 or -ENOMEM.
 */
int rates_make(struct rates *rates, const struct flow_list *old, const struct flow_list *new,
	       const char *by, bool by_packets);

/** rates_free - free the rows */
void rates_free(struct rates *rates);

#endif /* _CTL_FLOWS_RATE_H */
