// SPDX-License-Identifier: GPL-2.0
#include "specs.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

#include "settings/text.h"

#define INGRESS_CHAIN	"ingress-"

const char *const rule_hook_names[RULE_HOOKS] = {
	[NETFLOW_HOOK_PREROUTING] = "prerouting",
	[NETFLOW_HOOK_INPUT] = "input",
	[NETFLOW_HOOK_FORWARD] = "forward",
	[NETFLOW_HOOK_OUTPUT] = "output",
	[NETFLOW_HOOK_POSTROUTING] = "postrouting",
	[RULE_HOOK_INGRESS] = "ingress",
};

int rule_hook_find(const char *name)
{
	int i;

	for (i = 0; i < RULE_HOOKS; i++)
		if (!strcmp(rule_hook_names[i], name))
			return i;
	return -1;
}

/* Copy an entry; "" if it is too long for any name. */
static const char *copy_span(const struct netflow_span *span, char *buf, size_t size)
{
	size_t length = span->length < size ? span->length : 0;

	memcpy(buf, span->start, length);
	buf[length] = '\0';
	return buf;
}

static int refuse_hook(const struct netflow_span *entry, const char *why,
		       struct netflow_error *error)
{
	char quote[NETFLOW_QUOTE_SIZE];

	return netflow_refuse(error, "'%s' %s; hooks are prerouting, input, forward, output, %s",
			      netflow_quote(quote, entry), why, "postrouting, ingress");
}

int rule_hooks_parse(const char *text, struct netflow_error *error)
{
	struct netflow_span list = netflow_list(text), entry;
	int hook, hooks = 0;
	char name[16];

	while (netflow_list_next(&list, &entry)) {
		hook = rule_hook_find(copy_span(&entry, name, sizeof(name)));
		if (hook < 0)
			return refuse_hook(&entry, "is not a hook", error);
		if (hooks & 1 << hook)
			return refuse_hook(&entry, "is in the list twice", error);
		hooks |= 1 << hook;
	}
	return hooks;
}

/* Is @name valid as an interface, and usable in a chain's name? */
static bool is_device(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("_.-", name[i]))
			return false;
	return i > 0 && i < 16 && strcmp(name, ".") && strcmp(name, "..");
}

void rules_table_name(const char *monitor, char *name)
{
	bool is_default = !strcmp(monitor, NETFLOW_MONITOR_DEFAULT);

	snprintf(name, TABLE_NAME_SIZE, OWN_TABLE "%s%s", is_default ? "" : "-",
		 is_default ? "" : monitor);
}

/*
 * Names that begin so are no words of nft's language, so that what nft lists it can load
 * again, and netflowctl watch knows them from other tables.
 */
int rule_table_check(const char *name, struct netflow_error *error)
{
	struct netflow_span span = netflow_span(name);
	char quote[NETFLOW_QUOTE_SIZE];
	size_t i;

	for (i = 0; name[i]; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("_-", name[i]))
			break;
	if (!name[i] && i < TABLE_NAME_SIZE && !strncmp(name, OWN_TABLE, strlen(OWN_TABLE)))
		return 0;
	return netflow_refuse(error, "'%s' is not a name for the table; it begins with '%s', %s",
			      netflow_quote(quote, &span), OWN_TABLE,
			      "then letters, digits, '-' and '_'");
}

static int refuse_match(const char *match, const char *why, struct netflow_error *error)
{
	struct netflow_span span = netflow_span(match);
	char quote[NETFLOW_QUOTE_SIZE];

	return netflow_refuse(error, "match '%s' %s", netflow_quote(quote, &span), why);
}

/* JSON strings must be UTF-8. */
static bool is_utf8(const char *text)
{
	json_t *value = json_string(text);

	json_decref(value);
	return value;
}

/*
 * The match becomes part of a command for nft, so make sure that it is a single
 * expression and cannot begin another command.
 */
static int check_match(const char *match, struct netflow_error *error)
{
	bool quoted = false;
	int depth = 0;
	size_t i;

	for (i = 0; match[i]; i++) {
		if (iscntrl((unsigned char)match[i]) && match[i] != '\t')
			return refuse_match(match, "has more than one line", error);
		if (match[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (strchr(";#\\", match[i]))
			return refuse_match(match, "is more than an expression: no ';', '#', '\\'",
					    error);
		depth += (match[i] == '{') - (match[i] == '}');
		if (depth < 0)
			return refuse_match(match, "has an unmatched '}'", error);
	}
	if (quoted)
		return refuse_match(match, "has an unmatched '\"'", error);
	if (depth)
		return refuse_match(match, "has an unmatched '{'", error);
	if (i >= RULE_MATCH_SIZE)
		return refuse_match(match, "is too long", error);
	return is_utf8(match) ? 0 : refuse_match(match, "is not UTF-8", error);
}

/* Replace white space by single blanks and strip both ends; keep quoted text unchanged. */
static void squeeze(const char *text, char *buf)
{
	bool quoted = false, gap = false;
	char *to = buf;

	for (; *text; text++) {
		if (!quoted && isspace((unsigned char)*text)) {
			gap = to != buf;
			continue;
		}
		if (*text == '"')
			quoted = !quoted;
		if (gap)
			*to++ = ' ';
		gap = false;
		*to++ = *text;
	}
	*to = '\0';
}

static json_t *make_spec(int hook, const char *device, const char *match)
{
	return json_pack("{s:s, s:s, s:s}", "hook", rule_hook_names[hook], "device", device,
			 "match", match);
}

/* iifname "eth0", oifname { "eth0", "eth1" } */
static void write_device_match(int hook, const char *devices, char *buf, size_t size)
{
	bool out = hook == NETFLOW_HOOK_OUTPUT || hook == NETFLOW_HOOK_POSTROUTING;
	struct netflow_span list = netflow_list(devices), entry;
	bool several = strchr(devices, ',');
	const char *gap = "";
	size_t len;

	len = snprintf(buf, size, "%s %s", out ? "oifname" : "iifname", several ? "{ " : "");
	while (netflow_list_next(&list, &entry) && len < size) {
		len += snprintf(buf + len, size - len, "%s\"%.*s\"", gap, (int)entry.length,
				entry.start);
		gap = ", ";
	}
	if (len < size)
		snprintf(buf + len, size - len, "%s", several ? " }" : "");
}

int rule_devices_check(const char *devices, struct netflow_error *error)
{
	struct netflow_span list = netflow_list(devices), entry;
	char name[32], quote[NETFLOW_QUOTE_SIZE];
	size_t length = 0;

	while (netflow_list_next(&list, &entry)) {
		if (!is_device(copy_span(&entry, name, sizeof(name))))
			return netflow_refuse(error, "device '%s' is not the name of an interface",
					      netflow_quote(quote, &entry));
		length += entry.length;
	}
	if (!length || length > RULE_MATCH_SIZE / 4)
		return netflow_refuse(error, "device '%.40s' names no interface", devices);
	return 0;
}

static void add_ingress(json_t *specs, const char *devices, const char *match)
{
	struct netflow_span list = netflow_list(devices), entry;
	char name[32];

	while (netflow_list_next(&list, &entry))
		json_array_append_new(specs, make_spec(RULE_HOOK_INGRESS,
						       copy_span(&entry, name, sizeof(name)),
						       match));
}

static void add_hook(json_t *specs, int hook, const char *devices, const char *match)
{
	char whole[2 * RULE_MATCH_SIZE] = "";
	size_t len;

	if (devices)
		write_device_match(hook, devices, whole, sizeof(whole));
	len = strlen(whole);
	if (match[0])
		snprintf(whole + len, sizeof(whole) - len, "%s%s", len ? " " : "", match);
	json_array_append_new(specs, make_spec(hook, "", whole));
}

int rule_specs_add(json_t *specs, int hooks, const char *devices, const char *match,
		   struct netflow_error *error)
{
	char squeezed[RULE_MATCH_SIZE] = "";
	int i;

	if (match && check_match(match, error))
		return -EINVAL;
	if (devices && rule_devices_check(devices, error))
		return -EINVAL;
	if (hooks & 1 << RULE_HOOK_INGRESS && !devices)
		return netflow_refuse(error, "hook 'ingress' needs a device: %s",
				      "--device eth0, or ingress:eth0 in the file");
	if (match)
		squeeze(match, squeezed);
	for (i = 0; i < RULE_HOOKS; i++) {
		if (!(hooks & 1 << i))
			continue;
		if (i == RULE_HOOK_INGRESS)
			add_ingress(specs, devices, squeezed);
		else
			add_hook(specs, i, devices, squeezed);
	}
	return 0;
}

static const char *member(const json_t *spec, const char *name)
{
	return json_string_value(json_object_get(spec, name));
}

static int compare_specs(const void *a, const void *b)
{
	const json_t *one = *(const json_t *const *)a, *other = *(const json_t *const *)b;
	int order = rule_hook_find(member(one, "hook")) - rule_hook_find(member(other, "hook"));

	if (!order)
		order = strcmp(member(one, "device"), member(other, "device"));
	if (!order)
		order = strcmp(member(one, "match"), member(other, "match"));
	return order;
}

json_t *rule_specs_normalise(const json_t *specs)
{
	size_t count = json_array_size(specs), i;
	json_t **sorted = calloc(count + 1, sizeof(*sorted)), *result = json_array();

	for (i = 0; sorted && i < count; i++)
		sorted[i] = json_array_get(specs, i);
	if (sorted && count)
		qsort(sorted, count, sizeof(*sorted), compare_specs);
	for (i = 0; sorted && i < count; i++)
		if (!i || compare_specs(&sorted[i - 1], &sorted[i]))
			json_array_append(result, sorted[i]);
	free(sorted);
	return result;
}

static bool ends_hooks(char c)
{
	return !c || isspace((unsigned char)c);
}

/* Parse an element of the list before the match: HOOK, or ingress:DEVICE. */
static int parse_hook(json_t *specs, const struct netflow_span *entry, const char *match,
		      struct netflow_error *error)
{
	char name[32], *device;
	int hook;

	copy_span(entry, name, sizeof(name));
	device = strchr(name, ':');
	if (device)
		*device++ = '\0';
	hook = rule_hook_find(name);
	if (hook < 0 || (device && hook != RULE_HOOK_INGRESS))
		return refuse_hook(entry, "is not a hook", error);
	return rule_specs_add(specs, 1 << hook, device, match, error);
}

int rule_specs_parse(json_t *specs, const char *text, struct netflow_error *error)
{
	struct netflow_span list, entry;
	json_t *added = json_array();
	size_t length = 0;
	char hooks[1024];
	int err = 0;

	while (isspace((unsigned char)*text))
		text++;
	while (!ends_hooks(text[length]) && length < sizeof(hooks) - 1)
		length++;
	memcpy(hooks, text, length);
	hooks[length] = '\0';
	if (!length)
		err = netflow_refuse(error, "rule '' names no hook; try 'rule = forward'");
	list = netflow_list(hooks);
	while (!err && netflow_list_next(&list, &entry))
		err = parse_hook(added, &entry, text + length, error);
	if (!err)
		json_array_extend(specs, added);
	json_decref(added);
	return err;
}

static void write_hook(const json_t *spec, char *buf, size_t size)
{
	snprintf(buf, size, "%s%s%s", member(spec, "hook"), member(spec, "device")[0] ? ":" : "",
		 member(spec, "device"));
}

/* Write a line for all rules with the same match, if @first is the first of them. */
static void format_match(json_t *lines, const json_t *specs, size_t first)
{
	const char *match = member(json_array_get(specs, first), "match");
	char line[3 * RULE_MATCH_SIZE] = "", hook[32];
	json_t *spec;
	size_t i, len = 0;

	json_array_foreach((json_t *)specs, i, spec) {
		if (strcmp(member(spec, "match"), match))
			continue;
		if (i < first)
			return;
		write_hook(spec, hook, sizeof(hook));
		/* Continue on another line if there are very many devices. */
		if (len + sizeof(hook) > 1000) {
			snprintf(line + len, sizeof(line) - len, "%s%s", match[0] ? " " : "",
				 match);
			json_array_append_new(lines, json_string(line));
			len = 0;
		}
		len += snprintf(line + len, sizeof(line) - len, "%s%s", len ? "," : "", hook);
	}
	snprintf(line + len, sizeof(line) - len, "%s%s", match[0] ? " " : "", match);
	json_array_append_new(lines, json_string(line));
}

json_t *rule_specs_format(const json_t *specs)
{
	json_t *lines = json_array();
	size_t i;

	for (i = 0; i < json_array_size(specs); i++)
		format_match(lines, specs, i);
	return lines;
}

void rule_spec_chain(const json_t *spec, char *buf, size_t size)
{
	const char *device = member(spec, "device");

	snprintf(buf, size, "%s%s", device[0] ? INGRESS_CHAIN : member(spec, "hook"), device);
}

json_t *rule_spec_of_chain(const char *chain, const char *match)
{
	int hook;

	if (!strncmp(chain, INGRESS_CHAIN, strlen(INGRESS_CHAIN)))
		return make_spec(RULE_HOOK_INGRESS, chain + strlen(INGRESS_CHAIN), match);
	hook = rule_hook_find(chain);
	return hook < 0 ? NULL : make_spec(hook, "", match);
}

bool rule_specs_match(const json_t *specs)
{
	json_t *spec;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec)
		if (member(spec, "match")[0])
			return true;
	return false;
}
