/* SPDX-License-Identifier: GPL-2.0 */
/* Reading cached flows, a few at a time, while packets keep arriving. */
#ifndef _NETFLOW_DUMP_H
#define _NETFLOW_DUMP_H

#include <linux/types.h>

#include "flow/flow.h"

struct netflow_metering;

/**
 * struct netflow_dump_at - position of a dump
 * @cpu: of the cache
 * @family: of the table
 * @bucket: head of a chain, index as netflow_table_bucket() takes it
 * @skip: number of flows of this chain already read
 */
struct netflow_dump_at {
	u32 cpu;
	u32 family;
	u32 bucket;
	u32 skip;
};

/**
 * netflow_dump_flows - copy flows out of the caches
 * @metering: held by the caller
 * @at: where to begin; advanced past each flow that @put took
 * @put: called in process context for each flow; non-zero stops: the flow was not taken
 * @arg: passed to @put
 *
 * Each flow that stays in the cache is read once, unless its table is resized during the dump.
 * Context: process, sleeps.
 * Return: 0 at the end of the flows, the non-zero result of @put, or -ENOMEM
 */
int netflow_dump_flows(struct netflow_metering *metering, struct netflow_dump_at *at,
		       int (*put)(void *arg, u32 cpu, enum netflow_family family,
				  const struct netflow_flow *flow), void *arg);

#endif /* _NETFLOW_DUMP_H */
