/* SPDX-License-Identifier: GPL-2.0 */
/* Applying new settings to a monitor, all of them or none. */
#ifndef _NETFLOW_CONFIGURE_H
#define _NETFLOW_CONFIGURE_H

#include <net/net_namespace.h>

#include "settings/settings.h"

struct netflow_monitor;

/**
 * netflow_configure - apply new settings to a monitor, all of them or none
 * @monitor: its netflow_net.mutex is held
 * @settings: each valid
 * @error: set to a sentence on error
 * Context: process, may sleep.
 * Return: 0, -ENOMEM, -EPERM, -EDQUOT, or the error of registering hooks.
 */
int netflow_configure(struct netflow_monitor *monitor, const struct netflow_settings *settings,
		      struct netflow_error *error);

/**
 * netflow_configure_default - set a setting of the default monitor from text
 * @net: namespace
 * @setting: row
 * @text: NUL-terminated
 * @error: set to a sentence on error
 * Context: process, may sleep.
 * Return: 0; or a negative error, with nothing changed.
 */
int netflow_configure_default(struct net *net, const struct netflow_setting *setting,
			      const char *text, struct netflow_error *error);

#endif /* _NETFLOW_CONFIGURE_H */
