// SPDX-License-Identifier: GPL-2.0
#include "settings.h"

#include <errno.h>

#include "text/complain.h"
#include "text/similar.h"

/* In bytes, more than any setting's name needs. */
#define SETTING_NAME_SIZE	48

const struct netflow_setting *settings_find(const char *name)
{
	const struct netflow_setting *setting;
	char copy[SETTING_NAME_SIZE];
	struct similar search = { .typed = copy };
	size_t i, row;

	for (i = 0; name[i] && i < sizeof(copy) - 1; i++)
		copy[i] = name[i] == '-' ? '_' : name[i];
	copy[i] = '\0';
	setting = netflow_setting_find(copy);
	for (row = 0; !setting && row < NETFLOW_SETTINGS_COUNT; row++)
		similar_offer(&search, netflow_settings_table[row].name);
	if (!setting || name[i]) {
		complain("there is no setting '%s'; %s%s%s'netflowctl get' lists them", name,
			 search.best[0] ? "did you mean '" : "", search.best,
			 search.best[0] ? "'? " : "");
		return NULL;
	}
	return setting;
}

int settings_give(struct settings_given *settings, const char *name, const char *value)
{
	const struct netflow_setting *setting = settings_find(name);
	struct netflow_error error;

	if (!setting)
		return -EINVAL;
	if (netflow_setting_parse(setting, value, &settings->values, &error)) {
		complain("%s", error.text);
		return -EINVAL;
	}
	settings->given[setting - netflow_settings_table] = true;
	return 0;
}
