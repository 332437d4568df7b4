/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A configuration: every monitor with its settings and netflowctl's own rules;
 * see netflow.conf(5). Settings that are not in it have their default.
 */
#ifndef _CTL_CONFIG_H
#define _CTL_CONFIG_H

#include <jansson.h>
#include <stdio.h>

#include "app/options.h"

#define CONFIG_FILE	"/etc/netflow/netflow.conf"

/**
 * struct config_monitor - a section
 * @name: of the monitor
 * @settings: those that the text had, the others at their default
 * @specs: rules of nftables, see rule_specs.h
 * @iptables: rules of iptables, see iptables_specs.h
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

/* Tells one mistake: "FILE:12: sentence", then the line. */
typedef void (*config_complain_t)(const char *file, unsigned int line, const char *sentence,
				  const char *text);

/* config_text.c: text to data and back, pure. */

/** config_init - only the default monitor, no rules. Return: 0 or -ENOMEM */
int config_init(struct config *config);

/** config_free - free what config_init() and config_add() made */
void config_free(struct config *config);

/** config_find - the section of that monitor, or NULL */
struct config_monitor *config_find(const struct config *config, const char *name);

/** config_add - a new section, everything at its default; or NULL: no memory */
struct config_monitor *config_add(struct config *config, const char *name);

/**
 * config_parse - read a text
 * @config: from config_init()
 * @in: the text
 * @file: its name, for the mistakes
 * @complain: called for every mistake
 * Return: 0, -EINVAL if there were mistakes, -ENOMEM.
 */
int config_parse(struct config *config, FILE *in, const char *file,
		 config_complain_t complain);

/** config_write - write what differs from the defaults, as config_parse() reads it */
void config_write(const struct config *config, FILE *out);

/** config_write_example - write a file with every setting, its help and its default */
void config_write_example(FILE *out);

/* config.c: the kernel's side. */

/**
 * config_read - what the kernel has now
 * @config: to be filled; freed by config_free() if 0 was returned
 * Return: 0 or a negative errno, told on stderr.
 */
int config_read(struct config *config);

/**
 * config_apply - make the kernel have it
 * @config: wanted
 * @all: set every setting and make all rules anew, not only what differs
 *
 * Loads the modules that it needs. Monitors that are not in it are removed, or
 * where rules of others feed them, put back to their defaults. Where something is
 * refused, what was there before is there again.
 * Return: 0 or a negative errno, told on stderr.
 */
int config_apply(const struct config *config, bool all);

/* conf.c */

/**
 * config_save - write what the kernel has now to a file; the old one gets a `~`
 * Return: 0 or a negative errno, told on stderr.
 */
int config_save(const char *path);

#endif /* _CTL_CONFIG_H */
