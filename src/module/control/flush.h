/* SPDX-License-Identifier: GPL-2.0 */
/* Flushing a monitor on request. */
#ifndef _NETFLOW_FLUSH_H
#define _NETFLOW_FLUSH_H

#include <linux/jiffies.h>

struct netflow_monitor;

/* How long a flush may keep a request of netlink waiting, and with it a lock of all families. */
#define NETFLOW_FLUSH_WAIT	(HZ / 10)

/**
 * netflow_flush_and_unlock - begin a flush, unlock the namespace, and wait for the end
 * @monitor: netflow_net.mutex is held, and is released
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 * Context: process, sleeps.
 * Return: as netflow_monitor_flush_wait().
 */
int netflow_flush_and_unlock(struct netflow_monitor *monitor, long timeout);

#endif /* _NETFLOW_FLUSH_H */
