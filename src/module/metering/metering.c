// SPDX-License-Identifier: GPL-2.0
/* Applying settings to a metering. See metering.h. */
#include "metering.h"

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "flow/aggregate.h"
#include "settings/aggregation.h"
#include "clock.h"
#include "table.h"

/* Maximum number of flows of all CPUs if there is no limit. */
#define NETFLOW_NO_LIMIT	(LONG_MAX / 4)

/* Least and greatest maximum of one CPU's expired flows that wait for the exporter. */
#define NETFLOW_BACKLOG_LEAST	65536L
#define NETFLOW_BACKLOG_MOST	1048576L

/* Maximum number of flows that a CPU takes from the pool at once. */
#define NETFLOW_BATCH_FLOWS	64

static long netflow_limit(const struct netflow_settings *settings)
{
	return settings->maxflows ? min_t(long, settings->maxflows, NETFLOW_NO_LIMIT) :
				    NETFLOW_NO_LIMIT;
}

/* Room for more flows than there may be would be of no use. */
static u32 netflow_least_buckets(const struct netflow_settings *settings)
{
	u32 flows = min(settings->hashsize, settings->maxflows ?: U32_MAX);
	u32 slots = flows / num_possible_cpus();

	return slots ? DIV_ROUND_UP(slots, NETFLOW_BUCKET_SLOTS) : NETFLOW_BUCKETS_DEFAULT;
}

u64 netflow_metering_least_memory(const struct netflow_settings *settings)
{
	u32 buckets = netflow_least_buckets(settings);

	return (netflow_chunks_memory(NETFLOW_V4, buckets) +
		netflow_chunks_memory(NETFLOW_V6, buckets)) * num_possible_cpus();
}

void netflow_metering_tune(struct netflow_metering *metering,
			   const struct netflow_settings *settings)
{
	long limit = netflow_limit(settings);
	long share = max_t(long, limit / num_possible_cpus(), 1);

	WRITE_ONCE(metering->active_ms, settings->active_timeout * MSEC_PER_SEC);
	WRITE_ONCE(metering->inactive_ms, settings->inactive_timeout * MSEC_PER_SEC);
	WRITE_ONCE(metering->share, min_t(long, share, U32_MAX));
	WRITE_ONCE(metering->batch, clamp(share / 8, 1L, (long)NETFLOW_BATCH_FLOWS));
	WRITE_ONCE(metering->backlog_max,
		   clamp(share / 2, NETFLOW_BACKLOG_LEAST, NETFLOW_BACKLOG_MOST));
	WRITE_ONCE(metering->least_buckets, netflow_least_buckets(settings));
	atomic_long_add(limit - metering->limit, &metering->pool);
	metering->limit = limit;
}

struct netflow_aggregation *netflow_metering_aggregation(const struct netflow_settings *settings)
{
	struct netflow_aggregation *aggregation;
	struct netflow_error error;
	int count = netflow_aggregation_parse(settings->aggregation, NULL, &error);

	if (count <= 0)
		return NULL;
	aggregation = kmalloc(struct_size(aggregation, rules, count), GFP_KERNEL_ACCOUNT);
	if (!aggregation)
		return ERR_PTR(-ENOMEM);
	aggregation->count = count;
	netflow_aggregation_parse(settings->aggregation, aggregation->rules, &error);
	return aggregation;
}

void netflow_metering_aggregate(struct netflow_metering *metering,
				struct netflow_aggregation *aggregation)
{
	struct netflow_aggregation *old;

	/* The owner serializes changes of settings. */
	old = rcu_replace_pointer(metering->aggregation, aggregation, true);
	if (!old)
		return;
	synchronize_net();
	kfree(old);
}

void netflow_metering_init(struct netflow_metering *metering,
			   const struct netflow_settings *settings,
			   const struct netflow_metering_ops *ops)
{
	get_random_bytes(&metering->secret, sizeof(metering->secret));
	metering->ops = ops;
	metering->peak_when = netflow_now();
	netflow_metering_tune(metering, settings);
}

void netflow_metering_destroy(struct netflow_metering *metering)
{
	kfree(rcu_dereference_protected(metering->aggregation, true));
}
