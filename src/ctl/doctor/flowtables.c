// SPDX-License-Identifier: GPL-2.0
#include "flowtables.h"

#include <libnftnl/flowtable.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "kernel.h"
#include "kernel/netlink.h"
#include "rules/nf_tables.h"
#include "rules/specs.h"
#include "text/json.h"
#include "text/quote.h"
#include "findings.h"

/* Do rules add flows to it? libnftnl does not return their number. */
static bool is_used(const struct nlmsghdr *nlh)
{
	const struct nlattr *attrs[NFTA_FLOWTABLE_MAX + 1];

	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	return netlink_number(attrs[NFTA_FLOWTABLE_USE]);
}

/* Append {name, devices} of a flow table that is in use. */
static int on_flowtable(const struct nlmsghdr *nlh, void *data)
{
	struct nftnl_flowtable *flowtable = nf_tables_object(nftnl_flowtable_alloc());
	const char *const *list = NULL;
	const char *name;
	json_t *devices;

	if (is_used(nlh) && !nftnl_flowtable_nlmsg_parse(nlh, flowtable)) {
		devices = json_array();
		name = nftnl_flowtable_get_str(flowtable, NFTNL_FLOWTABLE_NAME);
		if (nftnl_flowtable_is_set(flowtable, NFTNL_FLOWTABLE_DEVICES))
			list = nftnl_flowtable_get_array(flowtable, NFTNL_FLOWTABLE_DEVICES);
		for (; list && *list; list++)
			json_array_append_new(devices, json_string(*list));
		json_array_append_new(data, json_pack("{s:s, s:o}", "name", name, "devices",
						      devices));
	}
	nftnl_flowtable_free(flowtable);
	return MNL_CB_OK;
}

/* Return: the first monitor that something feeds, or NULL. */
static const json_t *fed_monitor(const json_t *monitors)
{
	json_t *monitor;
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor)
		if (json_number(monitor, "users"))
			return monitor;
	return NULL;
}

static bool is_same(const json_t *one, const json_t *other, const char *member)
{
	return !strcmp(json_text(one, member), json_text(other, member));
}

/* Is the rule in a chain at the ingress of the device? */
static bool is_at_ingress(const json_t *rule, const json_t *chains, const char *device)
{
	json_t *chain, *one;
	size_t i, j;

	json_array_foreach((json_t *)chains, i, chain) {
		if (!json_is_true(json_object_get(chain, "ingress")) ||
		    !is_same(rule, chain, "family") || !is_same(rule, chain, "table") ||
		    !is_same(rule, chain, "chain"))
			continue;
		json_array_foreach(json_object_get(chain, "devices"), j, one)
			if (!strcmp(json_string_value(one), device))
				return true;
	}
	return false;
}

/* Has the device a rule at its ingress? Those of netflowctl that match are in other chains. */
static bool is_met(const char *device, const json_t *chains, const json_t *rules)
{
	char name[CHAIN_NAME_SIZE];
	json_t *rule;
	size_t i;

	snprintf(name, sizeof(name), "%s-%s", rule_hook_names[RULE_HOOK_INGRESS], device);
	json_array_foreach((json_t *)rules, i, rule)
		if ((json_is_true(json_object_get(rule, "own")) &&
		     !strcmp(json_text(rule, "chain"), name)) ||
		    is_at_ingress(rule, chains, device))
			return true;
	return false;
}

static bool all_are_met(const json_t *devices, const json_t *chains, const json_t *rules)
{
	json_t *device;
	size_t i;

	json_array_foreach((json_t *)devices, i, device)
		if (!is_met(json_string_value(device), chains, rules))
			return false;
	return true;
}

/* Does anything but rules of netflowctl, which `enable' replaces, feed the monitor? */
static bool is_fed_by_others(const json_t *monitor, const json_t *rules)
{
	unsigned long own = 0;
	json_t *rule;
	size_t i;

	json_array_foreach((json_t *)rules, i, rule)
		own += json_is_true(json_object_get(rule, "own")) &&
		       !strcmp(json_text(rule, "monitor"), json_text(monitor, "name"));
	return json_number(monitor, "users") > own;
}

static void report(json_t *findings, const json_t *flowtable, const json_t *monitor, bool others)
{
	char command[FINDING_COMMAND_SIZE], list[FINDING_COMMAND_SIZE / 2] = "";
	char quoted[FINDING_COMMAND_SIZE / 2 + 16];
	size_t i, used = 0;
	json_t *device;

	json_array_foreach(json_object_get(flowtable, "devices"), i, device)
		if (used < sizeof(list))
			used += snprintf(list + used, sizeof(list) - used, "%s%s", i ? "," : "",
					 json_string_value(device));
	snprintf(command, sizeof(command), "netflowctl enable --monitor %s --hook ingress "
					   "--device %s",
		 json_text(monitor, "name"), quote_word(list, quoted, sizeof(quoted)));
	finding(findings, DOCTOR_WARNING, "flowtable", used && used < sizeof(list) ? command : NULL,
		"packets offloaded by the flow table '%s' bypass all rules and hooks except "
		"ingress: monitor %s does not meter them",
		json_text(flowtable, "name"), json_text(monitor, "name"));
	if (others)
		finding_hint(findings, "with it, remove what feeds the monitor now, or packets "
				       "that pass both are metered twice");
}

void doctor_flowtables(json_t *findings, const json_t *monitors, const json_t *chains,
		       const json_t *rules)
{
	const json_t *monitor = fed_monitor(monitors);
	json_t *flowtables = json_array(), *one;
	size_t i;

	if (monitor &&
	    !nf_tables_dump(NFT_MSG_GETFLOWTABLE, on_flowtable, flowtables, flowtables))
		json_array_foreach(flowtables, i, one)
			if (!all_are_met(json_object_get(one, "devices"), chains, rules))
				report(findings, one, monitor, is_fed_by_others(monitor, rules));
	json_decref(flowtables);
}
