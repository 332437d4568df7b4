/* SPDX-License-Identifier: GPL-2.0 */
/* Between the driver, the stand-ins of the kernel and what sets the packet path up. */
#ifndef _DRIVER_H
#define _DRIVER_H

#include <kernel.h>

struct nf_hook_state;
struct sk_buff;

/** bench_run_work - run the deferred work that is due, and take the flows that have ended */
void bench_run_work(void);

/**
 * bench_setup - make the caches
 * @most_flows: limit of their number, 0: none
 * No flow ends because of its age.
 */
void bench_setup(u32 most_flows);

/**
 * bench_meter - send one packet through the packet path
 * @skb: linear
 * @state: of the hook
 */
void bench_meter(const struct sk_buff *skb, const struct nf_hook_state *state);

/** bench_take - drop the flows that have left the caches, as if they were exported */
void bench_take(void);

/**
 * bench_flows - count the flows in the caches
 * Return: their number
 */
u32 bench_flows(void);

#endif /* _DRIVER_H */
