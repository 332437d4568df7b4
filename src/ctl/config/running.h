/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration that the kernel has. */
#ifndef _CTL_CONFIG_RUNNING_H
#define _CTL_CONFIG_RUNNING_H

#include <stdbool.h>

struct config;

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

#endif /* _CTL_CONFIG_RUNNING_H */
