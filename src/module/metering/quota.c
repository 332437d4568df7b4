// SPDX-License-Identifier: GPL-2.0
/* The limit of the number of flows. See quota.h. */
#include "quota.h"

#include <linux/atomic.h>

#include "backlog.h"
#include "evict.h"
#include "metering.h"

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
