// SPDX-License-Identifier: GPL-2.0
/* Reporting events to the notifier. See notifier.h. */
#include "notifier.h"

#include <linux/rwsem.h>

/* Held for reading while the notifier is called, for writing while it is replaced. */
static DECLARE_RWSEM(netflow_notifier_lock);
static const struct netflow_notifier *netflow_notifier;

void netflow_notifier_set(const struct netflow_notifier *notifier)
{
	down_write(&netflow_notifier_lock);
	netflow_notifier = notifier;
	up_write(&netflow_notifier_lock);
}

void netflow_notify(const struct netflow_monitor *monitor, enum netflow_event event,
		    const struct netflow_destination *destination)
{
	down_read(&netflow_notifier_lock);
	if (netflow_notifier)
		netflow_notifier->event(monitor, event, destination);
	up_read(&netflow_notifier_lock);
}
