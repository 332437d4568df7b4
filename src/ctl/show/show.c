// SPDX-License-Identifier: GPL-2.0
/* netflowctl show, stats */
#include "show.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "iptables/list.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "modules/find.h"
#include "modules/open.h"
#include "rules/list.h"
#include "text/json.h"
#include "text/output.h"
#include "openmetrics.h"
#include "parts.h"
#include "tables.h"

/* The selected monitor; NULL: all. */
static const char *wanted(const struct options *options)
{
	return options->argc ? options->argv[0] : options->monitor;
}

static void print_versions(const json_t *versions)
{
	const char *name, *gap = "";
	json_t *version;

	json_object_foreach((json_t *)versions, name, version) {
		printf("%s%s%s%s %s", gap, colour(COLOUR_HEADING), name, colour(COLOUR_NONE),
		       json_string_value(version));
		gap = "   ";
	}
	if (strcmp(json_text(versions, MODULE_CORE), NETFLOW_VERSION))
		print_coloured(COLOUR_WARN, "   this netflowctl is %s", NETFLOW_VERSION);
	putchar('\n');
}

static void print_monitor_name(const json_t *monitor)
{
	unsigned long users = json_number(monitor, "users");

	print_coloured(COLOUR_HEADING, "monitor ");
	print_coloured(COLOUR_NAME, "%s", json_text(monitor, "name"));
	if (users)
		print_coloured(COLOUR_GOOD, "  fed by %lu rule%s or hook%s\n", users,
			       users == 1 ? "" : "s", users == 1 ? "" : "s");
	else
		print_coloured(COLOUR_WARN, "  not fed by any rule or hook\n");
}

static void print_monitor(const json_t *monitor)
{
	putchar('\n');
	print_monitor_name(monitor);
	show_settings(json_object_get(monitor, "settings"));
	show_destinations(json_object_get(monitor, "destinations"));
	show_statistics(json_object_get(monitor, "statistics"));
}

/* Everything that 'show' prints, in the format of --json. */
static json_t *gather(struct netlink *nl, const struct options *options)
{
	json_t *monitors = monitors_read(nl, wanted(options)), *rules;

	if (!monitors)
		return NULL;
	if (monitors_add_destinations(nl, monitors) || monitors_add_statistics(nl, monitors))
		goto fail;
	rules = rules_list();
	if (!rules || iptables_list_legacy(rules)) {
		json_decref(rules);
		goto fail;
	}
	show_only(rules, wanted(options));
	return json_pack("{s:s, s:o, s:o, s:o}", "version", NETFLOW_VERSION, "modules",
			 modules_versions(), "monitors", monitors, "rules", rules);

fail:
	json_decref(monitors);
	return NULL;
}

static int show_run(const struct options *options)
{
	json_t *all, *monitor;
	struct netlink nl;
	size_t i;

	if (module_open(&nl))
		return CTL_ERROR;
	all = gather(&nl, options);
	netlink_close(&nl);
	if (!all)
		return CTL_ERROR;
	if (options->present & OPTION_JSON) {
		print_json(all);
		return CTL_OK;
	}
	print_versions(json_object_get(all, "modules"));
	json_array_foreach(json_object_get(all, "monitors"), i, monitor)
		print_monitor(monitor);
	if (json_array_size(json_object_get(all, "rules")))
		print_coloured(COLOUR_HEADING, "\nrules\n");
	show_rules(json_object_get(all, "rules"), 4);
	json_decref(all);
	return CTL_OK;
}

const struct command show_command = {
	.name = "show",
	.arguments = "[MONITOR]",
	.run = show_run,
	.summary = "Print monitors, destinations, statistics and rules",
	.options = OPTION_JSON | OPTION_MONITOR,
	.most = 1,
	.help = "Settings that differ from their default are marked with '*'.",
};

static void print_stats_json(json_t *monitors)
{
	json_t *all = json_array(), *monitor;
	size_t i;

	json_array_foreach(monitors, i, monitor)
		json_array_append_new(all, json_pack("{s:O, s:O?}", "name",
						     json_object_get(monitor, "name"), "statistics",
						     json_object_get(monitor, "statistics")));
	print_json(all);
}

static int stats_run(const struct options *options)
{
	bool metrics = options->present & (OPTION_OPENMETRICS | OPTION_FORMAT);
	json_t *monitors, *monitor;
	struct netlink nl;
	size_t i;
	int err;

	if (module_open(&nl))
		return CTL_ERROR;
	monitors = monitors_read(&nl, wanted(options));
	err = monitors ? monitors_add_statistics(&nl, monitors) : -EIO;
	if (!err && metrics)
		err = monitors_add_destinations(&nl, monitors);
	netlink_close(&nl);
	if (!err && metrics) {
		openmetrics_write(stdout, monitors, options->format &&
				  !strcmp(options->format, "prometheus"));
	} else if (!err && options->present & OPTION_JSON) {
		print_stats_json(monitors);
	} else if (!err) {
		json_array_foreach(monitors, i, monitor) {
			if (i)
				putchar('\n');
			print_monitor_name(monitor);
			show_statistics(json_object_get(monitor, "statistics"));
		}
	}
	json_decref(monitors);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command stats_command = {
	.name = "stats",
	.arguments = "[MONITOR]",
	.run = stats_run,
	.summary = "Print the statistics of monitors",
	.options = OPTION_JSON | OPTION_OPENMETRICS | OPTION_FORMAT | OPTION_MONITOR,
	.most = 1,
	.help = "Every metered packet is exported, still cached, or counted as lost.",
};
