/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Put in front of the modules' sources by tests/bench/run, not part of the product:
 * measures how long their own code keeps bottom halves off; with BENCH_LINES counts the
 * lines of memory that it touches meanwhile.
 */
#ifndef _BENCH_BH_H
#define _BENCH_BH_H

#ifdef CONFIG_NET
#include <linux/bottom_half.h>

#ifdef BENCH_LINES
#define bench_bh_off	bench_lines_begin
#define bench_bh_on	bench_lines_end
#endif

void bench_bh_off(void);
void bench_bh_on(void);

#define local_bh_disable()	do { local_bh_disable(); bench_bh_off(); } while (0)
#define local_bh_enable()	do { bench_bh_on(); local_bh_enable(); } while (0)
#endif

#endif
