/* SPDX-License-Identifier: GPL-2.0 */
/* Settings that the user gives. */
#ifndef _CTL_KERNEL_SETTINGS_H
#define _CTL_KERNEL_SETTINGS_H

#include <stdbool.h>

#include "settings/settings.h"

/**
 * struct settings_given - settings and which of them the user gave
 * @given: by the order of the settings table
 * @values: where it was given
 */
struct settings_given {
	bool given[NETFLOW_SETTINGS_COUNT];
	struct netflow_settings values;
};

/**
 * settings_give - read a setting's value
 * @settings: unchanged on error
 * @name: with `_` or `-`
 * @value: as the user typed it
 * Return: 0, or -EINVAL: told on stderr.
 */
int settings_give(struct settings_given *settings, const char *name, const char *value);

/** settings_find - the row of that name, `_` or `-`, or NULL: told on stderr */
const struct netflow_setting *settings_find(const char *name);

#endif /* _CTL_KERNEL_SETTINGS_H */
