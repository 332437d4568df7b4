// SPDX-License-Identifier: GPL-2.0
/* Adding and removing single destinations. See destinations.h. */
#include "destinations.h"

#include <linux/slab.h>

#include "settings/destination.h"
#include "settings/text.h"
#include "monitor/monitor.h"
#include "monitor/namespace.h"
#include "configure.h"

/* Longest text of one destination, as written by netflow_destination_format(). */
#define NETFLOW_DESTINATION_TEXT_SIZE	160

static int netflow_destinations_find(const struct netflow_destination_spec *specs, int count,
				     const struct netflow_destination_spec *one)
{
	int i;

	for (i = 0; i < count; i++)
		if (netflow_destination_equal(&specs[i], one))
			return i;
	return -ENOENT;
}

/* Return: false if the list is too long for the setting's text. */
static bool netflow_destinations_format(const struct netflow_destination_spec *specs, int count,
					char *list)
{
	int i, len = 0;

	list[0] = '\0';
	for (i = 0; i < count; i++) {
		if (len > NETFLOW_SETTING_TEXT_SIZE - NETFLOW_DESTINATION_TEXT_SIZE)
			return false;
		if (len)
			list[len++] = ',';
		len += netflow_destination_format(&specs[i], list + len,
						  NETFLOW_SETTING_TEXT_SIZE - len);
	}
	return true;
}

/* @specs: room for NETFLOW_DESTINATIONS_MAX */
static int netflow_destinations_change(struct netflow_destination_spec *specs, char *list,
				       const struct netflow_destination_spec *one, bool add,
				       struct netflow_error *error)
{
	int count = netflow_destinations_parse(list, specs, error);
	int at = netflow_destinations_find(specs, count, one);

	if (!add) {
		if (at < 0)
			return -ENOENT;
		count--;
		memmove(&specs[at], &specs[at + 1], (count - at) * sizeof(*specs));
	} else {
		if (at >= 0)
			return -EEXIST;
		if (count == NETFLOW_DESTINATIONS_MAX)
			return -ENOSPC;
		specs[count++] = *one;
	}
	return netflow_destinations_format(specs, count, list) ? 0 : -ENOSPC;
}

static void netflow_destinations_refuse(struct netflow_error *error, int err, const char *text)
{
	struct netflow_span input = netflow_span(text);
	char quote[NETFLOW_QUOTE_SIZE];

	netflow_quote(quote, &input);
	if (err == -EEXIST)
		netflow_refuse(error, "the destination '%s' exists already", quote);
	else if (err == -ENOENT)
		netflow_refuse(error, "there is no destination '%s'", quote);
	else if (err == -ENOSPC)
		netflow_refuse(error, "no room for destination '%s'; remove one first", quote);
	else
		netflow_refuse(error, "'%s' is not one destination", quote);
}

static int netflow_destinations_try(struct netflow_monitor *monitor, const char *text, bool add,
				    struct netflow_destination_spec *specs,
				    struct netflow_settings *settings,
				    struct netflow_error *error)
{
	struct netflow_destination_spec one;
	int err = netflow_destinations_parse(text, specs, error);

	if (err < 0)
		return err;
	if (err != 1) {
		netflow_destinations_refuse(error, -EINVAL, text);
		return -EINVAL;
	}
	one = specs[0];
	err = netflow_destinations_change(specs, settings->destination, &one, add, error);
	if (err) {
		netflow_destinations_refuse(error, err, text);
		return err;
	}
	return netflow_configure(monitor, settings, error);
}

int netflow_destinations_edit(struct netflow_monitor *monitor, const char *text, bool add,
			      struct netflow_error *error)
{
	struct netflow_destination_spec *specs;
	struct netflow_settings *settings;
	int err = -ENOMEM;

	lockdep_assert_held(&monitor->nn->mutex);
	strscpy(error->text, "out of memory, nothing was changed", sizeof(error->text));
	specs = kcalloc(NETFLOW_DESTINATIONS_MAX, sizeof(*specs), GFP_KERNEL);
	settings = kmemdup(&monitor->settings, sizeof(*settings), GFP_KERNEL);
	if (specs && settings)
		err = netflow_destinations_try(monitor, text, add, specs, settings, error);
	if (!err)
		monitor->configured = true;
	kfree(settings);
	kfree(specs);
	return err;
}
