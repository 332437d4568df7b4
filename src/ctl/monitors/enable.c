// SPDX-License-Identifier: GPL-2.0
/* netflowctl enable, disable, status, flush */
#include "enable.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "command/command.h"
#include "command/options.h"
#include "iptables/own.h"
#include "iptables/specs.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/settings.h"
#include "modules/build.h"
#include "modules/find.h"
#include "modules/load.h"
#include "modules/open.h"
#include "rules/rules.h"
#include "rules/specs.h"
#include "text/complain.h"
#include "text/json.h"
#include "text/output.h"
#include "text/wrap.h"

enum backend {
	BACKEND_NFT,
	BACKEND_IPTABLES,
	BACKEND_HOOKS,
};

/* What 'enable' will do, after checking the command line. */
struct plan {
	const char *monitor;
	enum backend backend;
	int hooks;
	const char *table;
	json_t *specs;
	struct settings_given settings;
};

static bool is_given(const struct settings_given *settings, const char *name)
{
	return settings->given[netflow_setting_find(name) - netflow_settings_table];
}

static void hooks_text(int hooks, char *text, size_t size)
{
	size_t len = 0;
	int i;

	text[0] = '\0';
	for (i = 0; i < RULE_HOOKS; i++)
		if (hooks & 1 << i)
			len += snprintf(text + len, size - len, "%s%s", len ? "," : "",
					rule_hook_names[i]);
}

static int refuse(const char *option, const char *value, enum backend backend)
{
	complain("--%s%s%s%s %s", option, value ? " '" : "", value ? value : "", value ? "'" : "",
		 backend == BACKEND_HOOKS ? "requires rules: not possible with hooks" :
					    "requires nft: not possible with --backend iptables");
	return -EINVAL;
}

/* Refuse options that require rules, or rules of nft. */
static int refuse_for_backend(const struct options *options, const struct plan *plan)
{
	if (plan->backend == BACKEND_NFT)
		return 0;
	if (options->match)
		return refuse("match", options->match, plan->backend);
	if (options->table)
		return refuse("table", options->table, plan->backend);
	if (options->device && plan->backend == BACKEND_HOOKS)
		return refuse("device", options->device, plan->backend);
	if (options->hooks & 1 << RULE_HOOK_INGRESS)
		return refuse("hook ingress", NULL, plan->backend);
	return 0;
}

static enum backend backend_named(const char *name)
{
	if (!strcmp(name, "iptables"))
		return BACKEND_IPTABLES;
	return strcmp(name, "hooks") ? BACKEND_NFT : BACKEND_HOOKS;
}

/*
 * The setting `hooks` implies the backend `hooks`: rules and hooks together would count
 * packets twice.
 */
static int plan_hooks(const struct options *options, struct plan *plan)
{
	bool by_setting = is_given(&plan->settings, "hooks") && plan->settings.values.hooks[0];
	char text[128] = "";

	plan->backend = backend_named(options->backend);
	if (by_setting && plan->backend != BACKEND_HOOKS && options->present & OPTION_BACKEND) {
		complain("--backend %s and --hooks '%s' would count packets twice; give one; "
			 "--hook selects the hooks of rules",
			 options->backend, plan->settings.values.hooks);
		return -EINVAL;
	}
	if (by_setting && options->present & OPTION_HOOK) {
		complain("--hook and --hooks mean the same here; give one of them");
		return -EINVAL;
	}
	if (by_setting)
		plan->backend = BACKEND_HOOKS;
	if (refuse_for_backend(options, plan))
		return -EINVAL;
	if (by_setting)
		return 0;
	plan->hooks = options->hooks ? options->hooks : RULE_HOOKS_DEFAULT;
	if (plan->backend == BACKEND_HOOKS)
		hooks_text(plan->hooks, text, sizeof(text));
	return settings_give(&plan->settings, "hooks", text);
}

static int plan_rules(const struct options *options, struct plan *plan)
{
	struct netflow_error error;
	int err = 0;

	plan->specs = json_array();
	if (plan->backend == BACKEND_NFT)
		err = rule_specs_add(plan->specs, plan->hooks, options->device, options->match,
				     &error);
	else if (plan->backend == BACKEND_IPTABLES)
		err = iptables_specs_add(plan->specs, plan->hooks, options->device, &error);
	if (!err)
		return 0;
	complain("%s", error.text);
	json_decref(plan->specs);
	return -EINVAL;
}

static int load_modules(const struct plan *plan)
{
	int err = module_load(MODULE_CORE);

	if (!err && plan->backend == BACKEND_NFT)
		err = module_load(MODULE_NFT);
	if (!err && plan->backend == BACKEND_IPTABLES)
		err = module_load(MODULE_XT);
	return err;
}

static int remove_iptables(const char *monitor)
{
	json_t *none = json_array();
	int err = iptables_own_replace(monitor, none);

	json_decref(none);
	return err;
}

/* Changing the backend may miss packets, but never counts one twice. */
static int carry_out(struct netlink *nl, const struct plan *plan)
{
	int err = 0;

	if (plan->backend == BACKEND_NFT)
		err = rules_check_devices(plan->specs);
	if (!err && plan->backend == BACKEND_NFT)
		err = rules_check(plan->monitor, plan->table, plan->specs);
	else if (plan->backend == BACKEND_IPTABLES)
		err = iptables_own_check(plan->monitor, plan->specs);
	if (!err && plan->backend != BACKEND_NFT)
		err = rules_remove(plan->monitor);
	if (!err && plan->backend != BACKEND_IPTABLES)
		err = remove_iptables(plan->monitor);
	if (!err)
		err = monitor_set(nl, plan->monitor, &plan->settings, true);
	if (!err && plan->backend == BACKEND_NFT)
		err = rules_replace(plan->monitor, plan->table, plan->specs);
	if (!err && plan->backend == BACKEND_IPTABLES)
		err = iptables_own_replace(plan->monitor, plan->specs);
	return err;
}

/* "monitor default, fed by 3 rules or hooks, exports to 192.0.2.1:2055" */
static void print_metering(const json_t *monitor)
{
	const char *destination = json_text(json_object_get(monitor, "settings"), "destination");
	unsigned long users = json_number(monitor, "users");
	char text[NETFLOW_SETTING_TEXT_SIZE + 256];

	snprintf(text, sizeof(text), "monitor %s, fed by %lu rule%s or hook%s, exports %s%s",
		 json_text(monitor, "name"), users, users == 1 ? "" : "s", users == 1 ? "" : "s",
		 destination[0] ? "to " : "nowhere: no destination is set", destination);
	print_coloured(COLOUR_GOOD, "metering");
	printf(": ");
	print_wrapped(text, strlen("metering: "), terminal_width());
}

static int enable_run(const struct options *options)
{
	struct plan plan = {
		.monitor = options_monitor(options), .table = options->table,
		.settings = options->settings,
	};
	json_t *monitors = NULL;
	struct netlink nl;
	int err;

	if (plan_hooks(options, &plan) || plan_rules(options, &plan))
		return CTL_USAGE;
	err = load_modules(&plan);
	if (!err)
		err = module_open(&nl);
	if (!err) {
		err = carry_out(&nl, &plan);
		if (!err)
			monitors = monitors_read(&nl, plan.monitor);
		netlink_close(&nl);
	}
	json_decref(plan.specs);
	if (!monitors)
		return CTL_ERROR;
	if (!(options->present & OPTION_QUIET))
		print_metering(json_array_get(monitors, 0));
	json_decref(monitors);
	return CTL_OK;
}

const struct command enable_command = {
	.name = "enable",
	.arguments = "",
	.run = enable_run,
	.summary = "Start metering: load the modules, apply settings, add rules",
	.options = OPTION_BACKEND | OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR |
		   OPTION_TABLE | OPTION_SETTINGS | OPTION_SAVE,
	.help = "The rules are in a table of their own, 'inet netflow' ('inet netflow-NAME' "
		"for another monitor, or --table), which is replaced as a whole: running it "
		"again has no further effect. Tables that netflowctl did not make stay as they "
		"are. Hooks that are not named are no longer metered. Default "
		"hooks: forward,input,output.",
};

/* Flushes last, so that every metered packet is exported. */
static int stop(struct netlink *nl, const char *monitor)
{
	struct settings_given settings = { .given = { false } };
	int err = settings_give(&settings, "hooks", "");

	if (!err)
		err = monitor_set(nl, monitor, &settings, false);
	if (!err)
		err = rules_remove(monitor);
	if (!err)
		err = remove_iptables(monitor);
	if (!err)
		err = monitor_flush(nl, monitor);
	return err;
}

/* Call a function for the selected monitor, or for each with --all. */
static int for_monitors(struct netlink *nl, const struct options *options,
			int (*act)(struct netlink *nl, const char *monitor))
{
	const char *only = options->present & OPTION_ALL ? NULL : options_monitor(options);
	json_t *monitors = monitors_read(nl, only), *monitor;
	int err = monitors ? 0 : -EIO;
	size_t i;

	json_array_foreach(monitors, i, monitor) {
		err = act(nl, json_text(monitor, "name"));
		if (err)
			break;
	}
	json_decref(monitors);
	return err;
}

/* Without the module, nft may have restored our tables without the statement. */
static int remove_tables(const struct options *options)
{
	return options->present & OPTION_ALL ? rules_remove_all() :
					       rules_remove(options_monitor(options));
}

static int disable_run(const struct options *options)
{
	struct netlink nl;
	int err;

	if (!module_loaded(MODULE_CORE))
		return remove_tables(options) ? CTL_ERROR : CTL_OK;
	if (module_open(&nl))
		return CTL_ERROR;
	err = for_monitors(&nl, options, stop);
	netlink_close(&nl);
	if (!err && options->present & OPTION_UNLOAD)
		err = modules_unload();
	return err ? CTL_ERROR : CTL_OK;
}

const struct command disable_command = {
	.name = "disable",
	.arguments = "",
	.run = disable_run,
	.summary = "Stop metering and export the flows in the cache",
	.options = OPTION_MONITOR | OPTION_ALL | OPTION_UNLOAD | OPTION_SAVE,
	.help = "Removes only what 'enable' created: its table, its iptables rules, its hooks.",
};

static int flush_run(const struct options *options)
{
	struct netlink nl;
	int err;

	if (module_open(&nl))
		return CTL_ERROR;
	err = for_monitors(&nl, options, monitor_flush);
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command flush_command = {
	.name = "flush",
	.arguments = "",
	.run = flush_run,
	.summary = "Export all flows in the cache now",
	.options = OPTION_MONITOR | OPTION_ALL,
};

/* Remove the monitors that nothing feeds. */
static void drop_idle(json_t *monitors)
{
	size_t i = json_array_size(monitors);

	while (i-- > 0)
		if (!json_number(json_array_get(monitors, i), "users"))
			json_array_remove(monitors, i);
}

static void print_status(const struct options *options, json_t *monitors, const char *otherwise)
{
	json_t *monitor;
	size_t i;

	if (options->present & OPTION_QUIET)
		return;
	if (options->present & OPTION_JSON) {
		print_json(json_pack("{s:b, s:o, s:O}", "active", json_array_size(monitors) > 0,
				     "modules", modules_versions(), "monitors", monitors));
		return;
	}
	json_array_foreach(monitors, i, monitor)
		print_metering(monitor);
	if (json_array_size(monitors))
		return;
	printf("%snot metering%s: ", colour(COLOUR_WARN), colour(COLOUR_NONE));
	print_wrapped(otherwise, strlen("not metering: "), terminal_width());
}

static int status_run(const struct options *options)
{
	char otherwise[1024] = "no rule or hook feeds a monitor; "
			       "'netflowctl enable' adds rules";
	json_t *monitors = NULL;
	struct netlink nl;
	bool active;

	if (module_loaded(MODULE_CORE)) {
		if (module_open(&nl))
			return CTL_ERROR;
		monitors = monitors_read(&nl, options->monitor);
		netlink_close(&nl);
		if (!monitors)
			return CTL_ERROR;
	} else {
		module_absence(otherwise, sizeof(otherwise));
		monitors = json_array();
	}
	drop_idle(monitors);
	print_status(options, monitors, otherwise);
	active = json_array_size(monitors) > 0;
	json_decref(monitors);
	return active ? CTL_OK : CTL_NOT_ACTIVE;
}

const struct command status_command = {
	.name = "status",
	.arguments = "",
	.run = status_run,
	.summary = "Report whether anything is metered",
	.options = OPTION_QUIET | OPTION_JSON | OPTION_MONITOR,
	.help = "Exit status 0: something feeds a monitor; 3: nothing does, or the module is "
		"not loaded; 1: the state could not be determined.",
};
