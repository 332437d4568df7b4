/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration: all monitors with their settings and netflowctl's own rules; see
 * netflow.conf(5). Missing settings have their default.
 */
#ifndef _CTL_CONFIG_CONFIG_H
#define _CTL_CONFIG_CONFIG_H

#include <jansson.h>
#include <stdbool.h>

#include "uapi/nf_netflow.h"
#include "kernel/settings.h"
#include "rules/specs.h"

/**
 * struct config_monitor - the section of one monitor
 * @name: name of the monitor
 * @settings: settings from the text; all others are at their default
 * @specs: nftables rules, see rules/specs.h
 * @iptables: iptables rules, see iptables/specs.h
 * @table: name of the table for @specs
 * @elsewhere: conf.d has a section for it, so an empty one need not be written
 */
struct config_monitor {
	char name[NETFLOW_MONITOR_NAME_SIZE];
	struct settings_given settings;
	json_t *specs;
	json_t *iptables;
	char table[TABLE_NAME_SIZE];
	bool elsewhere;
};

/**
 * struct config - a configuration
 * @monitors: the sections; the first one is "default"
 * @count: number of sections
 */
struct config {
	struct config_monitor *monitors;
	size_t count;
};

/**
 * config_init - begin a configuration that has only the default monitor and no rules
 * @config: filled in; on success, free it with config_free()
 * Return: 0 or -ENOMEM.
 */
int config_init(struct config *config);

/**
 * config_free - free the contents of a configuration
 * @config: from config_init() or config_read()
 */
void config_free(struct config *config);

/**
 * config_find - find the section of a monitor
 * @config: the configuration
 * @name: name of the monitor
 * Return: the section, or NULL if there is none.
 */
struct config_monitor *config_find(const struct config *config, const char *name);

/**
 * config_add - add a section with all settings at their default
 * @config: the configuration
 * @name: name of the monitor; must not have a section yet
 * Return: the section, valid until the next config_add(), or NULL if out of memory.
 */
struct config_monitor *config_add(struct config *config, const char *name);

#endif /* _CTL_CONFIG_CONFIG_H */
