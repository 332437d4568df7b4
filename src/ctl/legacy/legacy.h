/* SPDX-License-Identifier: GPL-2.0 */
/* Names that come from ipt_NETFLOW. */
#ifndef _CTL_LEGACY_LEGACY_H
#define _CTL_LEGACY_LEGACY_H

/* The old name of the module, an alias of xt_NETFLOW. */
#define LEGACY_MODULE	"ipt_NETFLOW"

#define LEGACY_SYSCTL	"/proc/sys/net/netflow"
#define LEGACY_STAT	"/proc/net/stat/ipt_netflow"
#define LEGACY_LOG	"/var/log/ipt_netflow.log"

#endif /* _CTL_LEGACY_LEGACY_H */
