/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration: every monitor with its settings and netflowctl's own rules; see
 * netflow.conf(5). A setting that is missing has its default.
 */
#ifndef _CTL_CONFIG_CONFIG_H
#define _CTL_CONFIG_CONFIG_H

#include <jansson.h>

#include "uapi/nf_netflow.h"
#include "kernel/settings.h"

/**
 * struct config_monitor - a section
 * @name: of the monitor
 * @settings: those that the text had, the others at their default
 * @specs: rules of nftables, see rules/specs.h
 * @iptables: rules of iptables, see iptables/specs.h
 */
struct config_monitor {
	char name[NETFLOW_MONITOR_NAME_SIZE];
	struct settings_given settings;
	json_t *specs;
	json_t *iptables;
};

/**
 * struct config - a configuration
 * @monitors: @count of them, the first is "default"
 * @count: used
 */
struct config {
	struct config_monitor *monitors;
	size_t count;
};

/** config_init - only the default monitor, no rules. Return: 0 or -ENOMEM */
int config_init(struct config *config);

/** config_free - free what config_init() and config_add() made */
void config_free(struct config *config);

/** config_find - the section of that monitor, or NULL */
struct config_monitor *config_find(const struct config *config, const char *name);

/** config_add - a new section, everything at its default; or NULL: no memory */
struct config_monitor *config_add(struct config *config, const char *name);

#endif /* _CTL_CONFIG_CONFIG_H */
