/* SPDX-License-Identifier: GPL-2.0 */
/* Settings that need a privilege or more memory than the host allows. */
#ifndef _NETFLOW_PERMIT_H
#define _NETFLOW_PERMIT_H

struct netflow_error;
struct netflow_monitor;
struct netflow_settings;

/**
 * netflow_permit - check whether this process may apply new settings
 * @monitor: its netflow_net.mutex is held
 * @settings: each valid
 * @error: set to a sentence on error
 *
 * Values that do not change are permitted to everyone.
 * Context: process.
 * Return: 0; -EPERM; -EDQUOT if a limit of the monitor's owner would be exceeded.
 */
int netflow_permit(const struct netflow_monitor *monitor, const struct netflow_settings *settings,
		   struct netflow_error *error);

#endif /* _NETFLOW_PERMIT_H */
