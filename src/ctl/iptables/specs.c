// SPDX-License-Identifier: GPL-2.0
#include "specs.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "settings/text.h"
#include "uapi/nf_netflow.h"
#include "rules/specs.h"
#include "save.h"

/* The comment that marks our rules. */
#define COMMENT		"netflowctl"

/* For each hook, the built-in chain of the table that sees every packet. */
static const struct place {
	const char *table;
	const char *chain;
	const char *option;	/* the option for a device */
} places[NETFLOW_HOOKS] = {
	[NETFLOW_HOOK_PREROUTING] = { "raw", "PREROUTING", "-i" },
	[NETFLOW_HOOK_INPUT] = { "filter", "INPUT", "-i" },
	[NETFLOW_HOOK_FORWARD] = { "filter", "FORWARD", "-i" },
	[NETFLOW_HOOK_OUTPUT] = { "filter", "OUTPUT", "-o" },
	[NETFLOW_HOOK_POSTROUTING] = { "mangle", "POSTROUTING", "-o" },
};

static json_t *make_spec(int hook, const char *device)
{
	return json_pack("{s:s, s:s, s:s}", "hook", rule_hook_names[hook], "device", device,
			 "match", "");
}

static void add_devices(json_t *specs, int hook, const char *devices)
{
	struct netflow_span list = netflow_list(devices), entry;
	char name[32];

	while (netflow_list_next(&list, &entry)) {
		snprintf(name, sizeof(name), "%.*s", (int)entry.length, entry.start);
		json_array_append_new(specs, make_spec(hook, name));
	}
}

int iptables_specs_add(json_t *specs, int hooks, const char *devices,
		       struct netflow_error *error)
{
	int hook;

	if (hooks & 1 << RULE_HOOK_INGRESS)
		return netflow_refuse(error,
				      "iptables has no hook 'ingress'; use --backend nft");
	if (devices && rule_devices_check(devices, error))
		return -EINVAL;
	for (hook = 0; hook < NETFLOW_HOOKS; hook++) {
		if (!(hooks & 1 << hook))
			continue;
		if (devices)
			add_devices(specs, hook, devices);
		else
			json_array_append_new(specs, make_spec(hook, ""));
	}
	return 0;
}

/* HOOK or HOOK:DEVICE */
static int parse_entry(json_t *specs, const struct netflow_span *entry,
		       struct netflow_error *error)
{
	char text[64], quote[NETFLOW_QUOTE_SIZE], *device;
	int hook;

	snprintf(text, sizeof(text), "%.*s", (int)entry->length, entry->start);
	device = strchr(text, ':');
	if (device)
		*device++ = '\0';
	hook = rule_hook_find(text);
	if (hook < 0 || entry->length >= sizeof(text))
		return netflow_refuse(error, "iptables: '%s' is not HOOK or HOOK:DEVICE; %s",
				      netflow_quote(quote, entry),
				      "hooks are prerouting, input, forward, output, postrouting");
	return iptables_specs_add(specs, 1 << hook, device, error);
}

int iptables_specs_parse(json_t *specs, const char *text, struct netflow_error *error)
{
	struct netflow_span list = netflow_list(text), entry;
	json_t *added = json_array();
	int err = 0;

	while (!err && netflow_list_next(&list, &entry))
		err = parse_entry(added, &entry, error);
	if (!err && !json_array_size(added))
		err = netflow_refuse(error, "iptables: '%.40s' names no hook; try %s", text,
				     "'iptables = forward'");
	if (!err)
		json_array_extend(specs, added);
	json_decref(added);
	return err;
}

const char *iptables_table(int hook)
{
	return places[hook].table;
}

static const char *member(const json_t *spec, const char *name)
{
	return json_string_value(json_object_get(spec, name));
}

void iptables_spec_write(FILE *out, const char *command, const json_t *spec, const char *monitor)
{
	const struct place *place = &places[rule_hook_find(member(spec, "hook"))];
	const char *device = member(spec, "device");

	fprintf(out, "%s %s", command, place->chain);
	if (device[0])
		fprintf(out, " %s %s", place->option, device);
	fprintf(out, " -m comment --comment " COMMENT " -j NETFLOW");
	if (strcmp(monitor, NETFLOW_MONITOR_DEFAULT))
		fprintf(out, " --monitor %s", monitor);
	fputc('\n', out);
}

/* The word after an option, or @otherwise if the option is missing. */
static const char *word_behind(char *const words[], const char *option, const char *otherwise)
{
	int i;

	for (i = 0; words[i] && words[i + 1]; i++)
		if (!strcmp(words[i], option))
			return words[i + 1];
	return otherwise;
}

json_t *iptables_spec_read(const char *table, char *const words[], const char *monitor)
{
	int hook;

	if (!iptables_is_netflow(words) || strcmp(word_behind(words, "--comment", ""), COMMENT) ||
	    strcmp(word_behind(words, "--monitor", NETFLOW_MONITOR_DEFAULT), monitor))
		return NULL;
	for (hook = 0; hook < NETFLOW_HOOKS; hook++)
		if (!strcmp(places[hook].table, table) && !strcmp(places[hook].chain, words[1]))
			return make_spec(hook, word_behind(words, places[hook].option, ""));
	return NULL;
}
