// SPDX-License-Identifier: GPL-2.0
#include "settings.h"

#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "aggregation.h"
#include "destination.h"
#include "text.h"

#define NETFLOW_SETTING(_attr, _name, _type, ...)				\
	{									\
		.attr = NETFLOW_SETTING_##_attr,				\
		.name = #_name,							\
		.type = NETFLOW_TYPE_##_type,					\
		.offset = offsetof(struct netflow_settings, _name),		\
		__VA_ARGS__							\
	},

const struct netflow_setting netflow_settings_table[NETFLOW_SETTINGS_COUNT] = {
#include "list.h"
};

static const char *const hook_names[NETFLOW_HOOKS] = {
	[NETFLOW_HOOK_PREROUTING] = "prerouting",
	[NETFLOW_HOOK_INPUT] = "input",
	[NETFLOW_HOOK_FORWARD] = "forward",
	[NETFLOW_HOOK_OUTPUT] = "output",
	[NETFLOW_HOOK_POSTROUTING] = "postrouting",
};

static u32 *number_of(const struct netflow_setting *setting, struct netflow_settings *settings)
{
	return (void *)((char *)settings + setting->offset);
}

static char *text_of(const struct netflow_setting *setting, struct netflow_settings *settings)
{
	return (char *)settings + setting->offset;
}

void netflow_settings_init(struct netflow_settings *settings)
{
	const struct netflow_setting *setting;
	unsigned int i;

	memset(settings, 0, sizeof(*settings));
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		if (netflow_setting_is_text(setting))
			scnprintf(text_of(setting, settings), NETFLOW_SETTING_TEXT_SIZE, "%s",
				  setting->default_text);
		else
			*number_of(setting, settings) = setting->default_value;
	}
}

const struct netflow_setting *netflow_setting_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		if (!strcmp(netflow_settings_table[i].name, name))
			return &netflow_settings_table[i];
	}
	return NULL;
}

const struct netflow_setting *netflow_setting_by_attr(int attr)
{
	unsigned int i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		if (netflow_settings_table[i].attr == attr)
			return &netflow_settings_table[i];
	}
	return NULL;
}

bool netflow_setting_is_text(const struct netflow_setting *setting)
{
	return setting->type != NETFLOW_TYPE_U32 && setting->type != NETFLOW_TYPE_PROTOCOL;
}

u32 netflow_setting_u32(const struct netflow_setting *setting,
			const struct netflow_settings *settings)
{
	return *(const u32 *)((const char *)settings + setting->offset);
}

const char *netflow_setting_text(const struct netflow_setting *setting,
				 const struct netflow_settings *settings)
{
	return (const char *)settings + setting->offset;
}

static bool is_allowed(const struct netflow_setting *setting, u32 value)
{
	if (setting->type == NETFLOW_TYPE_PROTOCOL)
		return value == 5 || value == 9 || value == 10;
	if (!value && setting->zero)
		return true;
	return value >= setting->min && value <= setting->max;
}

/* NAME: 'INPUT' WHY; allowed: WHAT */
static int refuse_number(const struct netflow_setting *setting, const struct netflow_span *input,
			 const char *why, struct netflow_error *error)
{
	const char *space = *setting->unit ? " " : "";
	char quote[NETFLOW_QUOTE_SIZE], zero[32] = "";

	netflow_quote(quote, input);
	if (setting->type == NETFLOW_TYPE_PROTOCOL)
		return netflow_refuse(error, "%s: '%s' %s; allowed: 5, 9, 10 (or v5, v9, ipfix)",
				      setting->name, quote, why);
	if (setting->zero)
		scnprintf(zero, sizeof(zero), ", or 0 (%s)", setting->zero);
	return netflow_refuse(error, "%s: '%s' %s; allowed: %u to %u%s%s%s", setting->name, quote,
			      why, setting->min, setting->max, space, setting->unit, zero);
}

static int parse_number(const struct netflow_setting *setting, const struct netflow_span *input,
			struct netflow_settings *settings, struct netflow_error *error)
{
	u32 value = 0;
	int err = netflow_span_u32(input, &value);

	if (!input->length)
		return refuse_number(setting, input, "is empty", error);
	if (err == -EINVAL)
		return refuse_number(setting, input, "is not a decimal number", error);
	if (err || !is_allowed(setting, value))
		return refuse_number(setting, input, "is out of range", error);
	*number_of(setting, settings) = value;
	return 0;
}

static int parse_protocol(const struct netflow_setting *setting, const struct netflow_span *input,
			  struct netflow_settings *settings, struct netflow_error *error)
{
	int protocol = netflow_protocol_read(input);

	if (protocol < 0)
		return refuse_number(setting, input,
				     input->length ? "is not a protocol" : "is empty", error);
	*number_of(setting, settings) = protocol;
	return 0;
}

/* A list is stored in the canonical form that @write produces. */
static int keep_list(const struct netflow_setting *setting, const char *text,
		     int (*write)(const char *text, char *buf), struct netflow_settings *settings,
		     struct netflow_error *error)
{
	int length = write(text, NULL);

	if (length >= NETFLOW_SETTING_TEXT_SIZE)
		return netflow_refuse(error, "%s: the list is %d characters long; allowed: %d",
				      setting->name, length, NETFLOW_SETTING_TEXT_SIZE - 1);
	write(text, text_of(setting, settings));
	return 0;
}

static int parse_destination(const struct netflow_setting *setting, const char *text,
			     struct netflow_settings *settings, struct netflow_error *error)
{
	int count = netflow_destinations_parse(text, NULL, error);

	if (count < 0)
		return count;
	return keep_list(setting, text, netflow_destinations_write, settings, error);
}

static int parse_aggregation(const struct netflow_setting *setting, const char *text,
			     struct netflow_settings *settings, struct netflow_error *error)
{
	int count = netflow_aggregation_parse(text, NULL, error);

	if (count < 0)
		return count;
	return keep_list(setting, text, netflow_aggregation_write, settings, error);
}

static int hook_by_name(const struct netflow_span *name)
{
	int hook;

	for (hook = 0; hook < NETFLOW_HOOKS; hook++) {
		if (netflow_span_is(name, hook_names[hook]))
			return hook;
	}
	return -EINVAL;
}

int netflow_hooks_parse(const char *text, struct netflow_error *error)
{
	struct netflow_span list = netflow_list(text), entry;
	char quote[NETFLOW_QUOTE_SIZE];
	int hook, hooks = 0;

	while (netflow_list_next(&list, &entry)) {
		hook = hook_by_name(&entry);
		if (hook < 0)
			return netflow_refuse(error,
					      "hooks: '%s' is not a hook; allowed: prerouting, input, forward, output, postrouting",
					      netflow_quote(quote, &entry));
		if (hooks & 1 << hook)
			return netflow_refuse(error, "hooks: '%s' is in the list twice",
					      netflow_quote(quote, &entry));
		hooks |= 1 << hook;
	}
	return hooks;
}

static int parse_hooks(const struct netflow_setting *setting, const char *text,
		       struct netflow_settings *settings, struct netflow_error *error)
{
	int hooks = netflow_hooks_parse(text, error);
	char *buf = text_of(setting, settings);
	int hook, length = 0;

	if (hooks < 0)
		return hooks;
	buf[0] = '\0';
	for (hook = 0; hook < NETFLOW_HOOKS; hook++) {
		if (hooks & 1 << hook)
			length += scnprintf(buf + length, NETFLOW_SETTING_TEXT_SIZE - length,
					    "%s%s", length ? "," : "", hook_names[hook]);
	}
	return 0;
}

int netflow_setting_parse(const struct netflow_setting *setting, const char *text,
			  struct netflow_settings *settings, struct netflow_error *error)
{
	struct netflow_span input = netflow_span(text);

	switch (setting->type) {
	case NETFLOW_TYPE_U32:
		return parse_number(setting, &input, settings, error);
	case NETFLOW_TYPE_PROTOCOL:
		return parse_protocol(setting, &input, settings, error);
	case NETFLOW_TYPE_DESTINATION:
		return parse_destination(setting, text, settings, error);
	case NETFLOW_TYPE_AGGREGATION:
		return parse_aggregation(setting, text, settings, error);
	case NETFLOW_TYPE_HOOKS:
		return parse_hooks(setting, text, settings, error);
	}
	return -EINVAL;
}

int netflow_setting_set_u32(const struct netflow_setting *setting, u32 value,
			    struct netflow_settings *settings, struct netflow_error *error)
{
	char digits[16];
	struct netflow_span input = { digits, 0 };

	input.length = scnprintf(digits, sizeof(digits), "%u", value);
	if (netflow_setting_is_text(setting))
		return netflow_refuse(error, "%s: '%s' is a number, but the setting is a text",
				      setting->name, digits);
	if (!is_allowed(setting, value))
		return refuse_number(setting, &input, "is out of range", error);
	*number_of(setting, settings) = value;
	return 0;
}

int netflow_setting_format(const struct netflow_setting *setting,
			   const struct netflow_settings *settings, char *buf, size_t size)
{
	if (netflow_setting_is_text(setting))
		return scnprintf(buf, size, "%s", netflow_setting_text(setting, settings));
	return scnprintf(buf, size, "%u", netflow_setting_u32(setting, settings));
}

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '-';
}

int netflow_monitor_name_check(const char *name, struct netflow_error *error)
{
	struct netflow_span input = { name, strlen(name) };
	char quote[NETFLOW_QUOTE_SIZE];
	size_t i = 0;

	while (i < input.length && is_name_character(name[i]))
		i++;
	if (i == input.length && i && i < NETFLOW_MONITOR_NAME_SIZE)
		return 0;
	return netflow_refuse(error,
			      "monitor '%s' is not a name; allowed: 1 to %d letters, digits, '_', '.', '-'",
			      netflow_quote(quote, &input), NETFLOW_MONITOR_NAME_SIZE - 1);
}
