// SPDX-License-Identifier: GPL-2.0
/* netflowctl rule */
#include "rule.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "settings/settings.h"
#include "command/command.h"
#include "command/options.h"
#include "iptables/list.h"
#include "kernel/netlink.h"
#include "modules/find.h"
#include "modules/load.h"
#include "modules/open.h"
#include "rules/list.h"
#include "rules/rules.h"
#include "rules/specs.h"
#include "rules/waiting.h"
#include "show/tables.h"
#include "text/complain.h"
#include "text/json.h"
#include "text/output.h"
#include "text/wrap.h"
#include "feeding.h"

/* Return: the rules that the options describe, or NULL after reporting an error. */
static json_t *wanted_specs(const struct options *options)
{
	int hooks = options->hooks ? options->hooks : RULE_HOOKS_DEFAULT;
	json_t *specs = json_array();
	struct netflow_error error;

	if (!rule_specs_add(specs, hooks, options->device, options->match, &error))
		return specs;
	complain("%s", error.text);
	json_decref(specs);
	return NULL;
}

/* Return: the rules in the monitor's table, or NULL after reporting an error. */
static json_t *own_specs(const char *monitor)
{
	json_t *rules = rules_list(), *specs;

	if (!rules)
		return NULL;
	specs = rules_own(rules, monitor);
	json_decref(rules);
	return specs;
}

/*
 * A match can be written in several ways, and nft's form is known only once the rule exists.
 * If the table then lists fewer distinct rules than were added, replace it to remove the
 * duplicates.
 */
static int drop_doubles(const char *monitor, size_t count)
{
	json_t *now = own_specs(monitor);
	int err = now ? 0 : -EIO;

	if (now && json_array_size(now) < count)
		err = rules_replace(monitor, NULL, now);
	json_decref(now);
	return err;
}

static int add_specs(const char *monitor, const char *table, const json_t *specs)
{
	json_t *old = own_specs(monitor), *both, *normal;
	int err = rules_check_devices(specs);

	if (!old || err) {
		json_decref(old);
		return err ? err : -EIO;
	}
	both = json_copy(old);
	json_array_extend(both, (json_t *)specs);
	normal = rule_specs_normalise(both);
	if (table || !json_equal(normal, old)) {
		err = rules_check(monitor, table, normal);
		if (!err)
			err = rules_replace(monitor, table, normal);
		if (!err)
			err = drop_doubles(monitor, json_array_size(normal));
	}
	json_decref(normal);
	json_decref(both);
	json_decref(old);
	return err;
}

static int check_feeding(const char *monitor)
{
	struct netlink nl;
	int err = module_open(&nl);

	if (err)
		return err;
	err = feeding_allows_rules(&nl, monitor);
	netlink_close(&nl);
	return err;
}

static int rule_add_run(const struct options *options)
{
	json_t *specs = wanted_specs(options);
	int err;

	if (!specs)
		return CTL_USAGE;
	err = module_load(MODULE_CORE);
	if (!err)
		err = module_load(MODULE_NFT);
	if (!err)
		err = check_feeding(options_monitor(options));
	if (!err)
		err = add_specs(options_monitor(options), options->table, specs);
	json_decref(specs);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command rule_add_command = {
	.name = "rule add",
	.arguments = "",
	.run = rule_add_run,
	.summary = "Add rules: meter at more hooks, or more packets there",
	.options = OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR | OPTION_TABLE |
		   OPTION_SAVE,
	.help = "Default hooks: forward,input,output. A packet that matches several rules at "
		"a hook is metered once. An existing rule is not added again.",
};

/* Add the member "waits" to own rules: true if an ingress rule's interface does not exist. */
static void mark_waiting(json_t *rules)
{
	json_t *rule, *spec;
	size_t i;

	json_array_foreach(rules, i, rule) {
		if (!json_is_true(json_object_get(rule, "own")))
			continue;
		spec = rule_spec_of_chain(json_text(rule, "chain"), "");
		if (spec)
			json_object_set_new(rule, "waits", json_boolean(rules_wait(spec)));
		json_decref(spec);
	}
}

static void print_waiting(const json_t *rules)
{
	json_t *rule;
	size_t i;

	json_array_foreach((json_t *)rules, i, rule)
		if (json_is_true(json_object_get(rule, "waits")))
			printf("the rule in %s of monitor %s waits: its interface does not exist\n",
			       json_text(rule, "chain"), json_text(rule, "monitor"));
}

static void print_none(const char *monitor)
{
	char note[256];

	snprintf(note, sizeof(note), "no rule feeds %s%s; 'netflowctl enable%s%s' adds rules",
		 monitor ? "monitor " : "a monitor", monitor ? monitor : "",
		 monitor ? " --monitor " : "", monitor ? monitor : "");
	print_wrapped(note, 0, terminal_width());
}

static int rule_list_run(const struct options *options)
{
	json_t *rules = rules_list();

	if (!rules || iptables_list_legacy(rules)) {
		json_decref(rules);
		return CTL_ERROR;
	}
	show_only(rules, options->monitor);
	mark_waiting(rules);
	if (options->present & OPTION_JSON) {
		print_json(rules);
		return CTL_OK;
	}
	show_rules(rules, 0);
	print_waiting(rules);
	if (!json_array_size(rules))
		print_none(options->monitor);
	json_decref(rules);
	return CTL_OK;
}

const struct command rule_list_command = {
	.name = "rule list",
	.arguments = "",
	.run = rule_list_run,
	.summary = "List all rules that feed monitors",
	.options = OPTION_MONITOR | OPTION_JSON,
};

/* Do the options select this spec? */
static bool is_meant(const struct options *options, const json_t *described, const json_t *spec)
{
	bool by_match = options->present & (OPTION_MATCH | OPTION_DEVICE);
	int hook = rule_hook_find(json_text(spec, "hook"));
	json_t *other;
	size_t i;

	if (options->hooks && !(options->hooks & 1 << hook))
		return false;
	if (!by_match)
		return true;
	/* Without --device only the match counts, even for rules at ingress. */
	if (!options->device)
		return !strcmp(json_text(spec, "match"),
			       json_text(json_array_get(described, 0), "match"));
	json_array_foreach((json_t *)described, i, other)
		if (json_equal(other, spec))
			return true;
	return false;
}

static int delete_specs(const struct options *options, const json_t *described)
{
	const char *monitor = options_monitor(options);
	json_t *now = own_specs(monitor);
	size_t count, i;
	int err = 0;

	if (!now)
		return -EIO;
	count = json_array_size(now);
	for (i = count; i-- > 0;)
		if (is_meant(options, described, json_array_get(now, i)))
			json_array_remove(now, i);
	if (json_array_size(now) == count)
		complain("monitor '%s' has no such rule; 'netflowctl rule list' shows its rules",
			 monitor);
	else
		err = rules_replace(monitor, NULL, now);
	json_decref(now);
	return err;
}

static int rule_delete_run(const struct options *options)
{
	int hooks = options->hooks ? options->hooks : (1 << RULE_HOOKS) - 1;
	json_t *described = json_array();
	struct netflow_error error;
	int err;

	if (!(options->present & (OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_ALL))) {
		complain("select rules with --hook, --device or --match, or all with --all");
		return CTL_USAGE;
	}
	if (!options->device)
		hooks = 1 << NETFLOW_HOOK_FORWARD;
	if (rule_specs_add(described, hooks, options->device, options->match, &error)) {
		complain("%s", error.text);
		json_decref(described);
		return CTL_USAGE;
	}
	err = delete_specs(options, described);
	json_decref(described);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command rule_delete_command = {
	.name = "rule delete",
	.arguments = "",
	.run = rule_delete_run,
	.summary = "Remove rules from netflowctl's own table",
	.options = OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR | OPTION_ALL |
		   OPTION_SAVE,
	.help = "Removes the monitor's own rules that match all options given; --all: all of "
		"them. Rules in other tables are never changed; 'nft delete rule' removes "
		"those.",
};
