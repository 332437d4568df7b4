// SPDX-License-Identifier: GPL-2.0
/* The limit of the number of flows. See quota.h. */
#include "quota.h"

#include <linux/atomic.h>

#include "limits/account.h"
#include "entry.h"
#include "evict.h"
#include "metering.h"

/*
 * Number of flows in the backlog that are paid for at once. The backlog includes flows that the
 * exporter has taken, so their copies need no further account.
 */
#define NETFLOW_BACKLOG_STEP	64

void netflow_quota_admit(struct netflow_cache *cache, u32 now)
{
	struct netflow_metering *metering = cache->metering;
	long batch = READ_ONCE(metering->batch);

	netflow_cache_assert_locked(cache);
	if (likely(cache->quota > 0))
		return;
	for (; batch; batch /= 8) {
		if (atomic_long_read(&metering->pool) < batch)
			continue;
		if (atomic_long_sub_return(batch, &metering->pool) >= 0) {
			cache->quota += batch;
			return;
		}
		atomic_long_add(batch, &metering->pool);
	}
	/* Other CPUs hold more than their share and give it back in their next pass. */
	if (netflow_cache_flows(cache) < READ_ONCE(metering->share) ||
	    !netflow_cache_evict(cache, now)) {
		atomic_long_dec(&metering->pool);
		cache->quota++;
	}
}

static bool netflow_backlog_pay(struct netflow_cache *cache)
{
	if (!netflow_account_charge(cache->metering->account,
				    NETFLOW_BACKLOG_STEP * NETFLOW_EXPIRED_SIZE))
		return false;
	cache->backlog_paid += NETFLOW_BACKLOG_STEP;
	return true;
}

static void netflow_backlog_refund(struct netflow_cache *cache, u32 flows)
{
	netflow_account_uncharge(cache->metering->account, flows * NETFLOW_EXPIRED_SIZE);
	cache->backlog_paid -= flows;
}

int netflow_quota_init(struct netflow_cache *cache)
{
	return netflow_backlog_pay(cache) ? 0 : -EDQUOT;
}

void netflow_quota_exit(struct netflow_cache *cache)
{
	netflow_backlog_refund(cache, cache->backlog_paid);
}

bool netflow_quota_pay(struct netflow_cache *cache, enum netflow_counter *lost)
{
	netflow_cache_assert_locked(cache);
	*lost = NETFLOW_LOST_BACKLOG_PACKETS;
	if (netflow_cache_backlog(cache) >= NETFLOW_BACKLOG_MAX)
		return false;
	*lost = NETFLOW_LOST_MEMORY_PACKETS;
	return netflow_backlog_pay(cache);
}

/* Called once a pass: gives back half of what the backlog did not need. */
static void netflow_backlog_give_back(struct netflow_cache *cache)
{
	u32 spare = cache->backlog_paid - min(netflow_cache_backlog(cache), cache->backlog_paid);
	u32 refund = rounddown(spare / 2, NETFLOW_BACKLOG_STEP);

	if (refund)
		netflow_backlog_refund(cache, refund);
}

void netflow_quota_give_back(struct netflow_cache *cache)
{
	struct netflow_metering *metering = cache->metering;

	netflow_cache_assert_locked(cache);
	netflow_backlog_give_back(cache);
	if (cache->quota > 2 * (long)READ_ONCE(metering->batch) ||
	    (cache->quota > 0 && atomic_long_read(&metering->pool) < 0)) {
		atomic_long_add(cache->quota, &metering->pool);
		cache->quota = 0;
	}
}

bool netflow_quota_reclaim(struct netflow_cache *cache, u32 now)
{
	struct netflow_metering *metering = cache->metering;

	netflow_cache_assert_locked(cache);
	if (atomic_long_read(&metering->pool) >= 0 ||
	    netflow_cache_flows(cache) <= READ_ONCE(metering->share))
		return false;
	if (netflow_cache_evict(cache, now)) {
		cache->quota--;
		atomic_long_inc(&metering->pool);
	}
	return true;
}
