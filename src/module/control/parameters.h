/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One module parameter for each setting: expands NETFLOW_PARAMETER(name), which
 * the including file defines.  Included once by each module that has them; the
 * names are those of the table in settings.c, checked when one is set.
 */
NETFLOW_PARAMETER(active_timeout);
NETFLOW_PARAMETER(inactive_timeout);
NETFLOW_PARAMETER(maxflows);
NETFLOW_PARAMETER(hashsize);
NETFLOW_PARAMETER(sndbuf);
NETFLOW_PARAMETER(debug);
NETFLOW_PARAMETER(protocol);
NETFLOW_PARAMETER(observation_domain);
NETFLOW_PARAMETER(template_refresh_packet);
NETFLOW_PARAMETER(template_refresh_timeout);
NETFLOW_PARAMETER(max_packet_size);
NETFLOW_PARAMETER(queue_size);
NETFLOW_PARAMETER(export_rate);
NETFLOW_PARAMETER(destination);
NETFLOW_PARAMETER(aggregation);
NETFLOW_PARAMETER(hooks);
