// SPDX-License-Identifier: GPL-2.0
/* The destinations of an exporter, by its settings. See destinations.h. */
#include "destinations.h"

#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "destination.h"
#include "exporter.h"

/* Returns the existing destination with that spec, or a new one. */
static struct netflow_destination *
netflow_keep_destination(struct netflow_exporter *exporter,
			 const struct netflow_destination_spec *spec)
{
	struct netflow_destination *destination;
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (netflow_destination_equal(&exporter->destinations[i]->spec, spec))
			return exporter->destinations[i];
	destination = netflow_destination_create(exporter->net, &exporter->mutex,
						 exporter->account, spec);
	if (destination)
		destination->number = ++exporter->numbered;
	return destination;
}

static bool netflow_has_destination(const struct netflow_exporter *exporter,
				    const struct netflow_destination *destination)
{
	unsigned int i;

	for (i = 0; i < exporter->count; i++)
		if (exporter->destinations[i] == destination)
			return true;
	return false;
}

/* Installs @count new or kept destinations and closes all others. */
static void netflow_replace_destinations(struct netflow_exporter *exporter,
					 struct netflow_destination **destinations,
					 unsigned int count)
{
	struct netflow_destination *old[NETFLOW_DESTINATIONS_MAX];
	unsigned int i, old_count = exporter->count;

	memcpy(old, exporter->destinations, sizeof(old));
	memcpy(exporter->destinations, destinations, count * sizeof(*destinations));
	exporter->count = count;
	for (i = 0; i < old_count; i++)
		if (!netflow_has_destination(exporter, old[i]))
			netflow_destination_close(old[i], KTIME_MAX);
}

/* Finds or creates a destination for each of @specs; creates none on error. */
static int netflow_prepare_destinations(struct netflow_exporter *exporter,
					const struct netflow_destination_spec *specs,
					struct netflow_destination **out, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		out[i] = netflow_keep_destination(exporter, &specs[i]);
		if (out[i])
			continue;
		while (i--)
			if (!netflow_has_destination(exporter, out[i]))
				netflow_destination_close(out[i], KTIME_MAX);
		return -ENOMEM;
	}
	return 0;
}

int netflow_exporter_configure(struct netflow_exporter *exporter,
			       const struct netflow_settings *settings)
{
	struct netflow_destination *destinations[NETFLOW_DESTINATIONS_MAX];
	struct netflow_destination_spec *specs;
	struct netflow_error error;
	int i, count, err;

	specs = kcalloc(NETFLOW_DESTINATIONS_MAX, sizeof(*specs), GFP_KERNEL);
	if (!specs)
		return -ENOMEM;
	mutex_lock(&exporter->mutex);
	count = netflow_destinations_parse(settings->destination, specs, &error);
	err = count < 0 ? count : netflow_prepare_destinations(exporter, specs, destinations,
							       count);
	if (!err) {
		netflow_replace_destinations(exporter, destinations, count);
		exporter->options.active_timeout = settings->active_timeout;
		exporter->options.inactive_timeout = settings->inactive_timeout;
		for (i = 0; i < count; i++)
			netflow_destination_configure(exporter->destinations[i], settings,
						      exporter->domain);
	}
	mutex_unlock(&exporter->mutex);
	kfree(specs);
	return err;
}
