/* SPDX-License-Identifier: GPL-2.0 */
/* One destination more, or one less, for a monitor that has others. */
#ifndef _NETFLOW_DESTINATIONS_H
#define _NETFLOW_DESTINATIONS_H

#include "settings/settings.h"

struct netflow_monitor;

/**
 * netflow_destinations_edit - add one to the setting `destination`, or take one out
 * @monitor: netflow_net.mutex is held
 * @text: of exactly one destination
 * @add: or remove
 * @error: a sentence, on error
 * Context: process.  Return: 0; -EEXIST, -ENOENT, -ENOSPC, -EINVAL or -ENOMEM,
 * then nothing changed.
 */
int netflow_destinations_edit(struct netflow_monitor *monitor, const char *text, bool add,
			      struct netflow_error *error);

#endif /* _NETFLOW_DESTINATIONS_H */
