// SPDX-License-Identifier: GPL-2.0
/* Limiting the export rate. See pace.h. */
#include "pace.h"

#include <linux/bits.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

/*
 * Octets that may be sent at once, plus one Message, before the export rate applies. The
 * default receive buffer of a socket, 208 KiB, has room for two such bursts.
 */
#define NETFLOW_BURST_OCTETS	49152

/* Returns the time that @octets take; the rate is not 0. */
static u64 netflow_pace_ns(const struct netflow_pace *pace, u32 octets)
{
	return div_u64((u64)octets * BITS_PER_BYTE * NSEC_PER_USEC, pace->rate);
}

u64 netflow_pace_wait(const struct netflow_pace *pace)
{
	u64 now = ktime_get_ns();

	if (!pace->rate || pace->until_ns <= now)
		return 0;
	return pace->until_ns - now;
}

u64 netflow_pace_refill(const struct netflow_pace *pace)
{
	if (!pace->rate)
		return 0;
	return netflow_pace_wait(pace) + netflow_pace_ns(pace, NETFLOW_BURST_OCTETS / 2);
}

bool netflow_in_time(u64 deadline_ns)
{
	return (s64)(deadline_ns - ktime_get_ns()) > 0;
}

void netflow_pace_sent(struct netflow_pace *pace, u32 octets)
{
	u64 earliest;

	if (!pace->rate)
		return;
	earliest = ktime_get_ns() - netflow_pace_ns(pace, NETFLOW_BURST_OCTETS);
	pace->until_ns = max(pace->until_ns, earliest) + netflow_pace_ns(pace, octets);
}
