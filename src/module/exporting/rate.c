// SPDX-License-Identifier: GPL-2.0
/* Moving averages. See rate.h. */
#include "rate.h"

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>

#include "metering/clock.h"

/* Returns the moving average over @seconds; the last reading was @passed_ms ago. */
static u64 netflow_average(u64 old, u64 now, u64 passed_ms, u32 seconds)
{
	u32 window = seconds * MSEC_PER_SEC;

	if (passed_ms >= window)
		return now;
	return div_u64(old * (window - passed_ms) + now * passed_ms, window);
}

void netflow_rate_update(struct netflow_rate *rate, u64 packets, u64 bytes)
{
	static const u32 seconds[] = { 1, 60, 300 };
	u64 passed = netflow_now() - rate->when;
	u64 bps, pps;
	int i;

	if (passed < MSEC_PER_SEC)
		return;
	bps = div64_u64((bytes - rate->bytes) * BITS_PER_BYTE * MSEC_PER_SEC, passed);
	pps = div64_u64((packets - rate->packets) * MSEC_PER_SEC, passed);
	for (i = 0; i < ARRAY_SIZE(seconds); i++) {
		rate->bps[i] = netflow_average(rate->bps[i], bps, passed, seconds[i]);
		rate->pps[i] = netflow_average(rate->pps[i], pps, passed, seconds[i]);
	}
	rate->when += passed;
	rate->bytes = bytes;
	rate->packets = packets;
}
