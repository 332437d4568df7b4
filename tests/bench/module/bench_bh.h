/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of the modules' sources by tests/bench/run, not part of the product:
 * measures how long their own code keeps bottom halves off.
 */
#ifndef _BENCH_BH_H
#define _BENCH_BH_H

#ifdef CONFIG_NET
#include <linux/bottom_half.h>

void bench_bh_off(void);
void bench_bh_on(void);

#define local_bh_disable()	do { local_bh_disable(); bench_bh_off(); } while (0)
#define local_bh_enable()	do { bench_bh_on(); local_bh_enable(); } while (0)
#endif

#endif
