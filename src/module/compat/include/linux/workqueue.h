/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_WORKQUEUE_H
#define _NETFLOW_COMPAT_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>

/* Older kernels bind work queues to a CPU by default. */
#ifdef NETFLOW_HAS_WQ_PERCPU_NONE
#define WQ_PERCPU	0
#endif

#endif /* _NETFLOW_COMPAT_LINUX_WORKQUEUE_H */
