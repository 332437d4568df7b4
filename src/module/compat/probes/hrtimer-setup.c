// SPDX-License-Identifier: GPL-2.0
/*
 * hrtimer_setup()
 *
 * INIT		until 6.12: hrtimer_init(), and the function is set separately
 * SETUP	since 6.13 (908a1d775422 "hrtimers: Introduce hrtimer_setup() […]")
 *
 * First of: SETUP, INIT
 * Look at: include/linux/hrtimer.h
 */
#include <linux/hrtimer.h>

static __maybe_unused void probe(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *timer))
{
#ifdef PROBE_SETUP
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
#else
	hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer->function = function;
#endif
}
