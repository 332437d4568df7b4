// SPDX-License-Identifier: GPL-2.0
/* Settings that need a privilege or more memory than the host allows. See permit.h. */
#include "permit.h"

#include <linux/capability.h>
#include <net/sock.h>

#include "settings/text.h"
#include "limits/account.h"
#include "metering/caches.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"

/* A process may ask for more than the host's maximum as it may by SO_SNDBUFFORCE. */
static int netflow_permit_sndbuf(const struct netflow_monitor *monitor,
				 const struct netflow_settings *settings,
				 struct netflow_error *error)
{
	u32 most = READ_ONCE(sysctl_wmem_max);

	if (settings->sndbuf <= most || settings->sndbuf == monitor->settings.sndbuf ||
	    capable(CAP_NET_ADMIN))
		return 0;
	netflow_refuse(error, "sndbuf: '%u' exceeds the host's net.core.wmem_max of %u",
		       settings->sndbuf, most);
	return -EPERM;
}

/* The tables are allocated when metering starts, or by the next pass. */
static int netflow_permit_hashsize(const struct netflow_monitor *monitor,
				   const struct netflow_settings *settings,
				   struct netflow_error *error)
{
	u64 need = netflow_metering_least_memory(settings);
	u64 room = netflow_account_room(&monitor->account);
	struct netflow_caches_sum sum;

	if (!monitor->account.owner || need <= netflow_metering_least_memory(&monitor->settings))
		return 0;
	netflow_caches_sum(&monitor->metering, &sum);
	room += sum.memory;
	if (need <= room)
		return 0;
	netflow_refuse(error,
		       "hashsize: '%u' needs %llu MiB, net.netflow.limit_memory leaves %llu MiB",
		       settings->hashsize, need >> 20, room >> 20);
	return -EDQUOT;
}

int netflow_permit(const struct netflow_monitor *monitor, const struct netflow_settings *settings,
		   struct netflow_error *error)
{
	lockdep_assert_held(&monitor->nn->mutex);
	return netflow_permit_sndbuf(monitor, settings, error) ?:
	       netflow_permit_hashsize(monitor, settings, error);
}
