// SPDX-License-Identifier: GPL-2.0
/* The limit of the backlog. See backlog.h. */
#include "backlog.h"

#include "limits/account.h"
#include "entry.h"
#include "metering.h"

/*
 * Number of flows in the backlog that are paid for at once. The backlog includes flows that the
 * exporter has taken, so their copies need no further account.
 */
#define NETFLOW_BACKLOG_STEP	64

static bool netflow_backlog_pay_step(struct netflow_cache *cache)
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

int netflow_backlog_init(struct netflow_cache *cache)
{
	return netflow_backlog_pay_step(cache) ? 0 : -EDQUOT;
}

void netflow_backlog_exit(struct netflow_cache *cache)
{
	netflow_backlog_refund(cache, cache->backlog_paid);
}

bool netflow_backlog_pay(struct netflow_cache *cache, enum netflow_counter *lost)
{
	netflow_cache_assert_locked(cache);
	*lost = NETFLOW_LOST_BACKLOG_PACKETS;
	if (netflow_cache_backlog(cache) >= READ_ONCE(cache->metering->backlog_max))
		return false;
	*lost = NETFLOW_LOST_MEMORY_PACKETS;
	return netflow_backlog_pay_step(cache);
}

void netflow_backlog_give_back(struct netflow_cache *cache)
{
	u32 spare = cache->backlog_paid - min(netflow_cache_backlog(cache), cache->backlog_paid);
	u32 refund = rounddown(spare / 2, NETFLOW_BACKLOG_STEP);

	if (refund)
		netflow_backlog_refund(cache, refund);
}
