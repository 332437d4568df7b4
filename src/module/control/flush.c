// SPDX-License-Identifier: GPL-2.0
/* Flushing a monitor on request. See flush.h. */
#include "flush.h"

#include "monitor/monitor.h"
#include "monitor/namespace.h"

int netflow_flush_and_unlock(struct netflow_monitor *monitor, long timeout)
{
	u32 flush;
	int err;

	lockdep_assert_held(&monitor->nn->mutex);
	netflow_monitor_hold(monitor);
	flush = netflow_monitor_flush(monitor);
	mutex_unlock(&monitor->nn->mutex);
	err = netflow_monitor_flush_wait(monitor, flush, timeout);
	netflow_monitor_release(monitor);
	return err;
}
