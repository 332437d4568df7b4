/* SPDX-License-Identifier: GPL-2.0 */
/* Settings given by the user. */
#ifndef _CTL_KERNEL_SETTINGS_H
#define _CTL_KERNEL_SETTINGS_H

#include <stdbool.h>

#include "settings/settings.h"

/**
 * struct settings_given - settings, and which of them the user gave
 * @given: true for each setting given, in the order of the settings table
 * @values: the values; those not given are meaningless or at their default
 */
struct settings_given {
	bool given[NETFLOW_SETTINGS_COUNT];
	struct netflow_settings values;
};

/**
 * settings_give - parse and store the value of a setting
 * @settings: where to store it; unchanged on error
 * @name: name of the setting, spelled with `_` or `-`
 * @value: as the user typed it
 * Return: 0, or -EINVAL after reporting the error on stderr.
 */
int settings_give(struct settings_given *settings, const char *name, const char *value);

/**
 * settings_find - find a setting's row in the table
 * @name: name of the setting, spelled with `_` or `-`
 * Return: the row, or NULL after reporting the error on stderr.
 */
const struct netflow_setting *settings_find(const char *name);

#endif /* _CTL_KERNEL_SETTINGS_H */
