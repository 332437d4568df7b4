// SPDX-License-Identifier: GPL-2.0
#include "subtract.h"

#include <string.h>

#include "rules/specs.h"
#include "config.h"

static bool is_same(const struct netflow_setting *setting, const struct netflow_settings *a,
		    const struct netflow_settings *b)
{
	if (netflow_setting_is_text(setting))
		return !strcmp(netflow_setting_text(setting, a), netflow_setting_text(setting, b));
	return netflow_setting_u32(setting, a) == netflow_setting_u32(setting, b);
}

static void reset(const struct netflow_setting *setting, struct netflow_settings *values)
{
	struct netflow_error error;

	if (netflow_setting_is_text(setting))
		netflow_setting_parse(setting, setting->default_text, values, &error);
	else
		netflow_setting_set_u32(setting, setting->default_value, values, &error);
}

/* Return: true if something in @others is not in *@specs. */
static bool subtract_specs(json_t **specs, const json_t *others)
{
	json_t *left = rule_specs_normalise(*specs), *wanted = rule_specs_normalise(others), *one;
	size_t i, j, found = 0;

	json_array_foreach(wanted, i, one) {
		for (j = json_array_size(left); j-- > 0;) {
			if (!json_equal(json_array_get(left, j), one))
				continue;
			json_array_remove(left, j);
			found++;
		}
	}
	j = json_array_size(wanted);
	json_decref(wanted);
	json_decref(*specs);
	*specs = left;
	return found < j;
}

static bool subtract_monitor(struct config_monitor *monitor, const struct config_monitor *other)
{
	bool differs = false;
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		const struct netflow_setting *setting = &netflow_settings_table[i];

		if (!other->settings.given[i])
			continue;
		if (is_same(setting, &monitor->settings.values, &other->settings.values))
			reset(setting, &monitor->settings.values);
		else
			differs = true;
	}
	/* The default name is written nowhere. */
	if (!strcmp(monitor->table, other->table))
		rules_table_name(monitor->name, monitor->table);
	differs |= subtract_specs(&monitor->specs, other->specs);
	differs |= subtract_specs(&monitor->iptables, other->iptables);
	monitor->elsewhere = true;
	return differs;
}

bool config_subtract(struct config *config, const struct config *others)
{
	bool differs = false;
	size_t i;

	for (i = 0; i < others->count; i++) {
		struct config_monitor *monitor = config_find(config, others->monitors[i].name);

		if (!monitor)
			differs = true;
		else
			differs |= subtract_monitor(monitor, &others->monitors[i]);
	}
	return differs;
}
