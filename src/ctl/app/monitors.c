// SPDX-License-Identifier: GPL-2.0
/* netflowctl monitor add, set, list, delete; destination add, list, delete */
#include <stdio.h>

#include "ctl.h"
#include "settings/destination.h"
#include "kernel/genl.h"
#include "modules/modules.h"
#include "text/output.h"
#include "show/show.h"

/* The name that stands as an argument. */
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
	if (genl_open(&nl))
		return CTL_ERROR;
	err = settings_allowed(&options->settings, options->argv[0]);
	if (!err)
		err = genl_monitor_set(&nl, options->argv[0], &options->settings, create);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

int monitor_add_run(const struct options *options)
{
	return set_monitor(options, true);
}

int monitor_set_run(const struct options *options)
{
	return set_monitor(options, false);
}

/* The monitors with destinations and statistics; NULL: told on stderr. */
static json_t *read_monitors(const char *only)
{
	json_t *monitors;
	struct netlink nl;

	if (genl_open(&nl))
		return NULL;
	monitors = genl_monitors(&nl, only);
	if (monitors && (genl_add_destinations(&nl, monitors) ||
			 genl_add_statistics(&nl, monitors))) {
		json_decref(monitors);
		monitors = NULL;
	}
	netlink_close(&nl);
	return monitors;
}

int monitor_list_run(const struct options *options)
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

int monitor_delete_run(const struct options *options)
{
	struct netlink nl;
	int err;

	if (check_name(options))
		return CTL_USAGE;
	if (!module_loaded(MODULE_CORE))
		return CTL_OK;
	if (genl_open(&nl))
		return CTL_ERROR;
	err = genl_monitor_delete(&nl, options->argv[0]);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

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
			complain("'%s' is not one destination; give one at a time",
				 options->argv[0]);
		return CTL_USAGE;
	}
	if (genl_open(&nl))
		return CTL_ERROR;
	err = genl_destination(&nl, options_monitor(options), options->argv[0], add);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

int destination_add_run(const struct options *options)
{
	return edit_destinations(options, true);
}

int destination_delete_run(const struct options *options)
{
	return edit_destinations(options, false);
}

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

int destination_list_run(const struct options *options)
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
