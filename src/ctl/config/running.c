// SPDX-License-Identifier: GPL-2.0
#include "running.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "settings/settings.h"
#include "iptables/own.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/settings.h"
#include "modules/find.h"
#include "modules/load.h"
#include "modules/open.h"
#include "rules/chains.h"
#include "rules/list.h"
#include "rules/rules.h"
#include "rules/specs.h"
#include "rules/waiting.h"
#include "text/complain.h"
#include "text/json.h"
#include "config.h"

/* Store a value reported by the kernel. */
static int take_value(struct config_monitor *monitor, const struct netflow_setting *setting,
		      const json_t *value)
{
	struct netflow_settings *settings = &monitor->settings.values;
	struct netflow_error error;
	int err;

	if (netflow_setting_is_text(setting))
		err = netflow_setting_parse(setting, json_string_value(value), settings, &error);
	else
		err = netflow_setting_set_u32(setting, json_integer_value(value), settings, &error);
	if (err)
		complain("the module reports a value that this program does not support: %s",
			 error.text);
	monitor->settings.given[setting - netflow_settings_table] = true;
	return err;
}

static int read_monitor(struct config *config, const json_t *from, const json_t *rules)
{
	struct config_monitor *monitor = config_find(config, json_text(from, "name"));
	const json_t *settings = json_object_get(from, "settings"), *value;
	int err = 0;
	size_t i;

	if (!monitor)
		monitor = config_add(config, json_text(from, "name"));
	if (!monitor)
		return -ENOMEM;
	for (i = 0; i < NETFLOW_SETTINGS_COUNT && !err; i++) {
		/* A module older than this program lacks some settings. */
		value = json_object_get(settings, netflow_settings_table[i].name);
		if (value)
			err = take_value(monitor, &netflow_settings_table[i], value);
	}
	json_decref(monitor->specs);
	monitor->specs = rules_own(rules, monitor->name);
	rules_table(rules, monitor->name, monitor->table);
	json_decref(monitor->iptables);
	monitor->iptables = iptables_own_specs(monitor->name);
	if (!monitor->iptables && !err)
		err = -EIO;
	return err;
}

static int read_all(struct config *config, const json_t *monitors, const json_t *rules)
{
	int err = config_init(config);
	json_t *monitor;
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor)
		if (!err)
			err = read_monitor(config, monitor, rules);
	if (err)
		config_free(config);
	return err;
}

int config_read(struct config *config)
{
	json_t *monitors, *rules;
	struct netlink nl;
	int err;

	err = module_open(&nl);
	if (err)
		return err;
	monitors = monitors_read(&nl, NULL);
	netlink_close(&nl);
	rules = monitors ? rules_list() : NULL;
	err = rules ? read_all(config, monitors, rules) : -EIO;
	json_decref(rules);
	json_decref(monitors);
	return err;
}

/* Select the settings to send: those that differ, or all that the module has. */
static struct settings_given changes(const struct config_monitor *wanted,
				     const struct config_monitor *now, bool all)
{
	struct settings_given result = wanted->settings;
	const struct netflow_setting *setting = netflow_settings_table;
	const struct netflow_settings *old, *new = &wanted->settings.values;
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++, setting++) {
		bool asked = wanted->settings.given[i];

		old = now ? &now->settings.values : NULL;
		if (!now)
			result.given[i] = asked;
		else if (!now->settings.given[i])
			result.given[i] = asked;	/* the kernel refuses it with a reason */
		else if (netflow_setting_is_text(setting))
			result.given[i] = all || strcmp(netflow_setting_text(setting, old),
							netflow_setting_text(setting, new));
		else
			result.given[i] = all || netflow_setting_u32(setting, old) !=
						 netflow_setting_u32(setting, new);
	}
	return result;
}

static bool has_any(const struct settings_given *settings)
{
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		if (settings->given[i])
			return true;
	return false;
}

static int apply_settings(struct netlink *nl, const struct config_monitor *wanted,
			  const struct config_monitor *now, bool all)
{
	struct settings_given settings = changes(wanted, now, all);

	if (now && !has_any(&settings))
		return 0;
	return monitor_set(nl, wanted->name, &settings, true);
}

static int apply_nft(const struct config_monitor *wanted, const struct config_monitor *now,
		     bool all)
{
	json_t *normal = rule_specs_normalise(wanted->specs);
	bool any = json_array_size(normal);
	bool same = now ? json_equal(normal, now->specs) : !any;
	int err = 0;

	/* Without rules there is no table, so its name means nothing. */
	if (same && any && now)
		same = !strcmp(wanted->table, now->table);
	if (!same || rules_due(wanted->table, normal) || (all && any))
		err = rules_replace(wanted->name, wanted->table, normal);
	json_decref(normal);
	return err;
}

/* A monitor has rules of one kind only: remove those of the other kind first. */
static int apply_rules(const struct config_monitor *wanted, const struct config_monitor *now,
		       bool all)
{
	bool iptables = json_array_size(wanted->iptables);
	int err = iptables ? apply_nft(wanted, now, all) : 0;

	if (!err)
		err = iptables_own_replace(wanted->name, wanted->iptables);
	if (!err && !iptables)
		err = apply_nft(wanted, now, all);
	return err;
}

/* When switching between rules and hooks, packets may be missed but are never counted twice. */
static int apply_monitor(struct netlink *nl, const struct config_monitor *wanted,
			 const struct config_monitor *now, bool all)
{
	bool rules_first = wanted->settings.values.hooks[0];
	int err = rules_first ? apply_rules(wanted, now, all) : 0;

	if (!err)
		err = apply_settings(nl, wanted, now, all);
	if (!err && !rules_first)
		err = apply_rules(wanted, now, all);
	return err;
}

/* Delete an unwanted monitor, or reset it to defaults if other programs' rules feed it. */
static int drop_monitor(struct netlink *nl, const struct config_monitor *now)
{
	struct config_monitor plain = { .specs = json_array(), .iptables = json_array() };
	int err;

	memcpy(plain.name, now->name, sizeof(plain.name));
	netflow_settings_init(&plain.settings.values);
	err = apply_monitor(nl, &plain, now, false);
	json_decref(plain.specs);
	json_decref(plain.iptables);
	if (!err)
		monitor_try_delete(nl, now->name);
	return err;
}

static int apply_all(struct netlink *nl, const struct config *wanted, const struct config *now,
		     bool all)
{
	size_t i;
	int err;

	for (i = 0; i < wanted->count; i++) {
		const struct config_monitor *monitor = &wanted->monitors[i];

		err = apply_monitor(nl, monitor, config_find(now, monitor->name), all);
		if (err)
			return err;
	}
	for (i = 0; i < now->count; i++) {
		if (config_find(wanted, now->monitors[i].name))
			continue;
		err = drop_monitor(nl, &now->monitors[i]);
		if (err)
			return err;
	}
	return 0;
}

static int check_rules(const struct config_monitor *monitor)
{
	int err = rules_check(monitor->name, monitor->table, monitor->specs);

	if (!err && json_array_size(monitor->iptables))
		err = iptables_own_check(monitor->name, monitor->iptables);
	return err;
}

/* A missing interface is no error: it may appear after boot. */
static void report_waiting(const struct config *config)
{
	json_t *spec;
	size_t i, j;

	for (i = 0; i < config->count; i++)
		json_array_foreach(config->monitors[i].specs, j, spec)
			if (rules_wait(spec))
				complain("there is no interface '%s' yet: the ingress rule of "
					 "monitor '%s' waits for it; 'netflowctl watch' or "
					 "'netflowctl reload' installs the rule then",
					 json_text(spec, "device"), config->monitors[i].name);
}

/* Load the modules and try all rules before changing anything. */
static int prepare(const struct config *config)
{
	bool rules = false, iptables = false;
	size_t i;
	int err;

	for (i = 0; i < config->count; i++) {
		rules |= json_array_size(config->monitors[i].specs) > 0;
		iptables |= json_array_size(config->monitors[i].iptables) > 0;
	}
	err = module_load(MODULE_CORE);
	if (!err && rules)
		err = module_load(MODULE_NFT);
	if (!err && iptables)
		err = module_load(MODULE_XT);
	for (i = 0; i < config->count && !err; i++)
		err = check_rules(&config->monitors[i]);
	return err;
}

int config_apply(const struct config *config, bool all)
{
	struct config before, halfway;
	struct netlink nl;
	int err = prepare(config);

	if (!err)
		err = config_read(&before);
	if (err)
		return err;
	err = module_open(&nl);
	if (!err) {
		err = apply_all(&nl, config, &before, all);
		if (err && err != -EPERM && !config_read(&halfway)) {
			complain("restoring the previous configuration");
			apply_all(&nl, &before, &halfway, false);
			config_free(&halfway);
		}
		netlink_close(&nl);
	}
	if (!err)
		report_waiting(config);
	config_free(&before);
	return err;
}
