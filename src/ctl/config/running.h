/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration in the kernel. */
#ifndef _CTL_CONFIG_RUNNING_H
#define _CTL_CONFIG_RUNNING_H

#include <stdbool.h>

struct config;

/**
 * config_read - read the current configuration from the kernel
 * @config: filled in; on success, free it with config_free()
 * Return: 0 or a negative errno, reported on stderr.
 */
int config_read(struct config *config);

/**
 * config_apply - apply a configuration to the kernel
 * @config: the wanted configuration
 * @all: set every setting and replace all rules, instead of only those that differ
 *
 * Loads the modules that it needs. Monitors missing from @config are deleted, or reset to
 * their defaults if other programs' rules feed them. On error the previous configuration
 * is restored.
 * Return: 0 or a negative errno, reported on stderr.
 */
int config_apply(const struct config *config, bool all);

#endif /* _CTL_CONFIG_RUNNING_H */
