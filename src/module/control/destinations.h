/* SPDX-License-Identifier: GPL-2.0 */
/* Adding and removing single destinations of a monitor. */
#ifndef _NETFLOW_DESTINATIONS_H
#define _NETFLOW_DESTINATIONS_H

#include "settings/settings.h"

struct netflow_monitor;

/**
 * netflow_destinations_edit - add a destination to the setting, or remove one
 * @monitor: netflow_net.mutex is held
 * @text: of exactly one destination
 * @add: true to add, false to remove
 * @error: set to a sentence on error
 * Context: process, may sleep.
 * Return: 0; or -EEXIST, -ENOENT, -ENOSPC, -EINVAL or -ENOMEM, with nothing changed.
 */
int netflow_destinations_edit(struct netflow_monitor *monitor, const char *text, bool add,
			      struct netflow_error *error);

#endif /* _NETFLOW_DESTINATIONS_H */
