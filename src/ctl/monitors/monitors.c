// SPDX-License-Identifier: GPL-2.0
/* netflowctl monitor, destination */
#include "monitors.h"

#include <jansson.h>

#include "settings/destination.h"
#include "settings/settings.h"
#include "command/command.h"
#include "command/options.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "modules/find.h"
#include "modules/load.h"
#include "modules/open.h"
#include "show/parts.h"
#include "show/tables.h"
#include "text/complain.h"
#include "text/json.h"
#include "text/output.h"
#include "feeding.h"

/* Check the name given as an argument. */
static int check_name(const struct options *options)
{
	struct netflow_error error;

	if (!netflow_monitor_name_check(options->argv[0], &error))
		return 0;
	complain("%s", error.text);
	return -1;
}

static int set_monitor(const struct options *options, bool create)
{
	struct netlink nl;
	int err;

	if (check_name(options))
		return CTL_USAGE;
	if (create && module_load(MODULE_CORE))
		return CTL_ERROR;
	if (module_open(&nl))
		return CTL_ERROR;
	err = feeding_allows_settings(&options->settings, options->argv[0]);
	if (!err)
		err = monitor_set(&nl, options->argv[0], &options->settings, create);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

static int monitor_add_run(const struct options *options)
{
	return set_monitor(options, true);
}

const struct command monitor_add_command = {
	.name = "monitor add",
	.arguments = "NAME",
	.run = monitor_add_run,
	.summary = "Create a monitor, or change settings of an existing one",
	.options = OPTION_SETTINGS | OPTION_SAVE,
	.least = 1,
	.most = 1,
};

/* Settings that are not given get their default. */
static int monitor_replace_run(const struct options *options)
{
	struct options all = *options;
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		all.settings.given[i] = true;
	return set_monitor(&all, true);
}

const struct command monitor_replace_command = {
	.name = "monitor replace",
	.arguments = "NAME",
	.run = monitor_replace_run,
	.summary = "Create a monitor, or replace all settings of an existing one",
	.options = OPTION_SETTINGS | OPTION_SAVE,
	.least = 1,
	.most = 1,
	.help = "Settings that are not given get their default; rules stay.",
};

static int monitor_set_run(const struct options *options)
{
	return set_monitor(options, false);
}

const struct command monitor_set_command = {
	.name = "monitor set",
	.arguments = "NAME",
	.run = monitor_set_run,
	.summary = "Change settings of a monitor, either all or none",
	.options = OPTION_SETTINGS | OPTION_SAVE,
	.least = 1,
	.most = 1,
};

/* Return: the monitors with destinations and statistics, or NULL after reporting an error. */
static json_t *read_monitors(const char *only)
{
	json_t *monitors;
	struct netlink nl;

	if (module_open(&nl))
		return NULL;
	monitors = monitors_read(&nl, only);
	if (monitors && (monitors_add_destinations(&nl, monitors) ||
			 monitors_add_statistics(&nl, monitors))) {
		json_decref(monitors);
		monitors = NULL;
	}
	netlink_close(&nl);
	return monitors;
}

static int monitor_list_run(const struct options *options)
{
	json_t *monitors = read_monitors(NULL);

	if (!monitors)
		return CTL_ERROR;
	if (options->present & OPTION_JSON) {
		print_json(monitors);
		return CTL_OK;
	}
	show_monitors(monitors);
	json_decref(monitors);
	return CTL_OK;
}

const struct command monitor_list_command = {
	.name = "monitor list",
	.arguments = "",
	.run = monitor_list_run,
	.summary = "List the monitors",
	.options = OPTION_JSON,
};

static int monitor_delete_run(const struct options *options)
{
	struct netlink nl;
	int err;

	if (check_name(options))
		return CTL_USAGE;
	if (!module_loaded(MODULE_CORE))
		return CTL_OK;
	if (module_open(&nl))
		return CTL_ERROR;
	err = monitor_delete(&nl, options->argv[0]);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command monitor_delete_command = {
	.name = "monitor delete",
	.arguments = "NAME",
	.run = monitor_delete_run,
	.summary = "Remove a monitor that nothing feeds",
	.options = OPTION_SAVE,
	.least = 1,
	.most = 1,
	.help = "Its flows are exported first. Deleting a monitor that does not exist is no error.",
};

static int edit_destinations(const struct options *options, bool add)
{
	struct netflow_destination_spec specs[NETFLOW_DESTINATIONS_MAX];
	struct netflow_error error;
	struct netlink nl;
	int err, count;

	count = netflow_destinations_parse(options->argv[0], specs, &error);
	if (count != 1) {
		if (count < 0)
			complain("%s", error.text);
		else
			complain("'%s' is not a single destination; give one at a time",
				 options->argv[0]);
		return CTL_USAGE;
	}
	if (module_open(&nl))
		return CTL_ERROR;
	err = monitor_destination(&nl, options_monitor(options), options->argv[0], add);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

static int destination_add_run(const struct options *options)
{
	return edit_destinations(options, true);
}

const struct command destination_add_command = {
	.name = "destination add",
	.arguments = "DESTINATION",
	.run = destination_add_run,
	.summary = "Add a collector",
	.options = OPTION_MONITOR | OPTION_SAVE,
	.least = 1,
	.most = 1,
	.help = "DESTINATION is ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL]. Adding "
		"an existing destination is no error.",
};

static int destination_delete_run(const struct options *options)
{
	return edit_destinations(options, false);
}

const struct command destination_delete_command = {
	.name = "destination delete",
	.arguments = "DESTINATION",
	.run = destination_delete_run,
	.summary = "Remove a collector",
	.options = OPTION_MONITOR | OPTION_SAVE,
	.least = 1,
	.most = 1,
	.help = "Deleting a destination that does not exist is no error.",
};

static void print_destinations_json(const json_t *monitors)
{
	json_t *all = json_array(), *monitor, *destination;
	size_t i, j;

	json_array_foreach((json_t *)monitors, i, monitor) {
		json_array_foreach(json_object_get(monitor, "destinations"), j, destination) {
			json_object_set(destination, "monitor", json_object_get(monitor, "name"));
			json_array_append(all, destination);
		}
	}
	print_json(all);
}

static int destination_list_run(const struct options *options)
{
	json_t *monitors = read_monitors(options->monitor), *monitor;
	size_t i;

	if (!monitors)
		return CTL_ERROR;
	if (options->present & OPTION_JSON) {
		print_destinations_json(monitors);
	} else {
		json_array_foreach(monitors, i, monitor) {
			print_coloured(COLOUR_HEADING, "%smonitor ", i ? "\n" : "");
			print_coloured(COLOUR_NAME, "%s\n", json_text(monitor, "name"));
			show_destinations(json_object_get(monitor, "destinations"));
		}
	}
	json_decref(monitors);
	return CTL_OK;
}

const struct command destination_list_command = {
	.name = "destination list",
	.arguments = "",
	.run = destination_list_run,
	.summary = "List the collectors",
	.options = OPTION_MONITOR | OPTION_JSON,
};
