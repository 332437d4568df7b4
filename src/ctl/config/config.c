// SPDX-License-Identifier: GPL-2.0
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings/settings.h"
#include "rules/specs.h"

struct config_monitor *config_find(const struct config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->count; i++)
		if (!strcmp(config->monitors[i].name, name))
			return &config->monitors[i];
	return NULL;
}

struct config_monitor *config_add(struct config *config, const char *name)
{
	struct config_monitor *monitors;

	monitors = realloc(config->monitors, (config->count + 1) * sizeof(*monitors));
	if (!monitors)
		return NULL;
	config->monitors = monitors;
	monitors += config->count++;
	memset(monitors, 0, sizeof(*monitors));
	snprintf(monitors->name, sizeof(monitors->name), "%s", name);
	rules_table_name(name, monitors->table);
	netflow_settings_init(&monitors->settings.values);
	monitors->specs = json_array();
	monitors->iptables = json_array();
	return monitors;
}

int config_init(struct config *config)
{
	memset(config, 0, sizeof(*config));
	return config_add(config, NETFLOW_MONITOR_DEFAULT) ? 0 : -ENOMEM;
}

void config_free(struct config *config)
{
	size_t i;

	for (i = 0; i < config->count; i++) {
		json_decref(config->monitors[i].specs);
		json_decref(config->monitors[i].iptables);
	}
	free(config->monitors);
	memset(config, 0, sizeof(*config));
}
