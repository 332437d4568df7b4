/* SPDX-License-Identifier: GPL-2.0 */
/* What one configuration has beyond another one. Pure. */
#ifndef _CTL_CONFIG_SUBTRACT_H
#define _CTL_CONFIG_SUBTRACT_H

#include <stdbool.h>

struct config;

/**
 * config_subtract - remove from a configuration what other files have already
 * @config: the whole configuration; loses the settings and rules that are in @others
 * @others: what the other files have
 * Return: true if @others has something that differs from @config, and so is not in it.
 */
bool config_subtract(struct config *config, const struct config *others);

#endif /* _CTL_CONFIG_SUBTRACT_H */
