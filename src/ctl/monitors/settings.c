// SPDX-License-Identifier: GPL-2.0
/* netflowctl get, set */
#include "settings.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "settings/settings.h"
#include "command/command.h"
#include "command/options.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/settings.h"
#include "modules/open.h"
#include "text/complain.h"
#include "text/json.h"
#include "feeding.h"

/* Take "SETTING=VALUE" as one argument. Return: as settings_give(). */
static int give_assignment(struct settings_given *settings, char *argument)
{
	char *value = strchr(argument, '=');

	if (!value) {
		complain("'%s' has no value; see 'netflowctl set --help'", argument);
		return -EINVAL;
	}
	*value = '\0';
	return settings_give(settings, argument, value + 1);
}

static int give_all(struct settings_given *settings, int argc, char **argv)
{
	int i = 0, err = 0;

	while (i < argc && !err) {
		if (strchr(argv[i], '=') || i + 1 == argc) {
			err = give_assignment(settings, argv[i]);
			i += 1;
		} else {
			err = settings_give(settings, argv[i], argv[i + 1]);
			i += 2;
		}
	}
	return err;
}

static int set_run(const struct options *options)
{
	struct settings_given settings = options->settings;
	struct netlink nl;
	int err;

	if (give_all(&settings, options->argc, options->argv))
		return CTL_USAGE;
	if (module_open(&nl))
		return CTL_ERROR;
	err = feeding_allows_settings(&settings, options_monitor(options));
	if (!err)
		err = monitor_set(&nl, options_monitor(options), &settings, false);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command set_command = {
	.name = "set",
	.arguments = "SETTING VALUE ...",
	.run = set_run,
	.summary = "Change settings, either all or none",
	.options = OPTION_MONITOR | OPTION_SAVE,
	.least = 1,
	.most = INT_MAX,
	.help = "SETTING=VALUE is accepted too. 'netflowctl get' lists the settings.",
};

/* Print a value as it would be typed. */
static void print_value(const json_t *values, const char *name)
{
	const json_t *value = json_object_get(values, name);

	if (json_is_string(value))
		printf("%s\n", json_string_value(value));
	else
		printf("%lld\n", (long long)json_integer_value(value));
}

static void print_all(const json_t *values)
{
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		const char *name = netflow_settings_table[i].name;

		if (!json_object_get(values, name))
			continue;
		printf("%s = ", name);
		print_value(values, name);
	}
}

/* The requested settings, default all; NULL: one of them does not exist. */
static json_t *select_settings(const json_t *values, const struct options *options)
{
	const struct netflow_setting *setting;
	json_t *selected = json_object();
	int i;

	if (!options->argc)
		json_object_update(selected, (json_t *)values);
	for (i = 0; i < options->argc; i++) {
		setting = settings_find(options->argv[i]);
		if (!setting) {
			json_decref(selected);
			return NULL;
		}
		json_object_set(selected, setting->name, json_object_get(values, setting->name));
	}
	return selected;
}

static int get_run(const struct options *options)
{
	json_t *monitors, *selected;
	struct netlink nl;
	int i;

	for (i = 0; i < options->argc; i++)
		if (!settings_find(options->argv[i]))
			return CTL_USAGE;
	if (module_open(&nl))
		return CTL_ERROR;
	monitors = monitors_read(&nl, options_monitor(options));
	netlink_close(&nl);
	if (!monitors)
		return CTL_ERROR;
	selected = select_settings(json_object_get(json_array_get(monitors, 0), "settings"),
				   options);
	json_decref(monitors);
	if (options->present & OPTION_JSON) {
		print_json(selected);
		return CTL_OK;
	}
	if (options->argc == 1)
		print_value(selected, json_object_iter_key(json_object_iter(selected)));
	else
		print_all(selected);
	json_decref(selected);
	return CTL_OK;
}

const struct command get_command = {
	.name = "get",
	.arguments = "[SETTING...]",
	.run = get_run,
	.summary = "Print settings",
	.options = OPTION_JSON | OPTION_MONITOR,
	.most = INT_MAX,
	.help = "Prints lines of 'SETTING = VALUE', or only the value of a single setting.",
};
