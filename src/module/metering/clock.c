// SPDX-License-Identifier: GPL-2.0
#include "clock.h"

#include <linux/math64.h>
#include <linux/ktime.h>

u64 netflow_now(void)
{
	return div_u64(ktime_get_coarse_boottime_ns(), NSEC_PER_MSEC);
}
