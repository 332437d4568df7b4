/* SPDX-License-Identifier: GPL-2.0 */
/* Which destinations an exporter has. */
#ifndef _NETFLOW_EXPORTER_DESTINATIONS_H
#define _NETFLOW_EXPORTER_DESTINATIONS_H

struct netflow_exporter;
struct netflow_settings;

/**
 * netflow_exporter_configure - apply the destinations and the settings that concern them
 * @exporter: the exporter
 * @settings: valid
 *
 * Remaining destinations keep their sessions. Queued flows that a removed destination cannot
 * send at once are counted as lost.
 * Context: process.
 * Return: 0; or -ENOMEM, with nothing changed.
 */
int netflow_exporter_configure(struct netflow_exporter *exporter,
			       const struct netflow_settings *settings);

#endif /* _NETFLOW_EXPORTER_DESTINATIONS_H */
