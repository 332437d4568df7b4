// SPDX-License-Identifier: GPL-2.0
/*
 * alloc_workqueue(), the flag WQ_PERCPU
 *
 * NONE		until 6.17: queues are bound to a CPU unless WQ_UNBOUND is set
 * FLAG		since 6.18, and in the 6.12 stable kernels: one of the two flags is required
 *
 * First of: FLAG, NONE
 * Look at: include/linux/workqueue.h
 */
#include <linux/workqueue.h>

#ifdef PROBE_NONE
#define WQ_PERCPU 0
#endif

static __maybe_unused struct workqueue_struct *probe(void)
{
	return alloc_workqueue("probe", WQ_PERCPU, 0);
}
