/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _NETFLOW_COMPAT_LINUX_WORKQUEUE_H
#define _NETFLOW_COMPAT_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>

/* Bound to a CPU is what a work queue was when nothing else was said. */
#ifdef NETFLOW_HAS_WQ_PERCPU_NONE
#define WQ_PERCPU	0
#endif

#endif /* _NETFLOW_COMPAT_LINUX_WORKQUEUE_H */
