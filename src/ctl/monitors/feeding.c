// SPDX-License-Identifier: GPL-2.0
#include "feeding.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "settings/settings.h"
#include "iptables/own.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/settings.h"
#include "rules/list.h"
#include "text/complain.h"
#include "text/json.h"

static int refuse(const char *monitor, const char *what)
{
	complain("monitor '%s' is fed by %s: packets would be counted twice; "
		 "'netflowctl disable --monitor %s' stops that", monitor, what, monitor);
	return -EEXIST;
}

static bool has_hooks(const json_t *monitors, const char *name)
{
	json_t *monitor;
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor)
		if (!strcmp(json_text(monitor, "name"), name))
			return json_text(json_object_get(monitor, "settings"), "hooks")[0];
	return false;
}

static int check_iptables(const char *monitor)
{
	json_t *specs = iptables_own_specs(monitor);
	size_t count = json_array_size(specs);

	json_decref(specs);
	if (!specs)
		return -EIO;
	return count ? refuse(monitor, "iptables rules") : 0;
}

int feeding_allows_rules(struct netlink *nl, const char *monitor)
{
	json_t *monitors = monitors_read(nl, NULL);
	int err = monitors ? 0 : -EIO;

	if (!err && has_hooks(monitors, monitor))
		err = refuse(monitor, "hooks");
	json_decref(monitors);
	return err ? err : check_iptables(monitor);
}

static int check_nft(const char *monitor)
{
	json_t *rules = rules_list(), *specs;
	size_t count;

	if (!rules)
		return -EIO;
	specs = rules_own(rules, monitor);
	count = json_array_size(specs);
	json_decref(specs);
	json_decref(rules);
	return count ? refuse(monitor, "nftables rules") : 0;
}

int feeding_allows_hooks(const char *monitor)
{
	int err = check_nft(monitor);

	return err ? err : check_iptables(monitor);
}

int feeding_allows_settings(const struct settings_given *settings, const char *monitor)
{
	const struct netflow_setting *hooks = netflow_setting_find("hooks");

	if (!settings->given[hooks - netflow_settings_table] || !settings->values.hooks[0])
		return 0;
	return feeding_allows_hooks(monitor);
}
