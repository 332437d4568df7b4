/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The settings of a monitor: the table made from list.h, and the text forms of their values.
 * Pure: builds in userspace too.
 */
#ifndef _NETFLOW_SETTINGS_H
#define _NETFLOW_SETTINGS_H

#include "uapi/nf_netflow.h"

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include "kernel.h"
#endif

/* A day in seconds, the longest timeout. */
#define NETFLOW_DAY	86400

/*
 * The values, one member for each row of list.h. Numbers are in host order and in the units of
 * the table. Texts are NUL-terminated and canonical, as netflow_setting_format() writes them.
 */
#define NETFLOW_NUMBER(_attr, _name, ...)	\
	u32 _name;
#define NETFLOW_TEXT(_attr, _name, ...)		\
	char _name[NETFLOW_SETTING_TEXT_SIZE];

struct netflow_settings {
#include "list.h"
};

enum netflow_setting_type {
	NETFLOW_TYPE_U32,	/* decimal, min to max */
	NETFLOW_TYPE_PROTOCOL,	/* 5, 9, 10; also accepts v5, netflow9, ipfix ... */
	NETFLOW_TYPE_DESTINATION,
	NETFLOW_TYPE_AGGREGATION,
	NETFLOW_TYPE_HOOKS,
};

/**
 * struct netflow_setting - a row of the table
 * @attr: NETFLOW_SETTING_*
 * @name: name in sysctl, module parameters and the configuration file
 * @type: how the value is parsed
 * @offset: offset of the member of struct netflow_settings
 * @min: numbers: minimum
 * @max: numbers: maximum
 * @zero: numbers: meaning of 0 if it is allowed although below @min; else NULL
 * @default_value: numbers: default
 * @default_text: texts: default
 * @unit: "s", "bytes", "flows", ... or ""
 * @help: one sentence
 */
struct netflow_setting {
	u8 attr;
	const char *name;
	enum netflow_setting_type type;
	size_t offset;
	u32 min;
	u32 max;
	const char *zero;
	u32 default_value;
	const char *default_text;
	const char *unit;
	const char *help;
};

#define NETFLOW_SETTINGS_COUNT NETFLOW_SETTING_MAX
extern const struct netflow_setting netflow_settings_table[NETFLOW_SETTINGS_COUNT];

/* One sentence that quotes the rejected input and says what is allowed. */
struct netflow_error {
	char text[256];
};

/* Hooks of the setting `hooks`; bit numbers in the result of netflow_hooks_parse(). */
enum netflow_hook {
	NETFLOW_HOOK_PREROUTING,	/* numbered as enum nf_inet_hooks */
	NETFLOW_HOOK_INPUT,
	NETFLOW_HOOK_FORWARD,
	NETFLOW_HOOK_OUTPUT,
	NETFLOW_HOOK_POSTROUTING,
	NETFLOW_HOOKS
};

/**
 * netflow_settings_init - set every setting to its default
 * @settings: filled
 */
void netflow_settings_init(struct netflow_settings *settings);

/**
 * netflow_setting_find - find a row by its name
 * @name: NUL-terminated
 *
 * Return: the row, or NULL.
 */
const struct netflow_setting *netflow_setting_find(const char *name);

/**
 * netflow_setting_by_attr - find a row by its number
 * @attr: NETFLOW_SETTING_*
 *
 * Return: the row, or NULL.
 */
const struct netflow_setting *netflow_setting_by_attr(int attr);

/**
 * netflow_setting_parse - read a value from text and put it in @settings
 * @setting: row
 * @text: NUL-terminated, not part of @settings; white space around it is ignored
 * @settings: unchanged on error
 * @error: set to the reason on error
 *
 * Return: 0, or -EINVAL.
 */
int netflow_setting_parse(const struct netflow_setting *setting, const char *text,
			  struct netflow_settings *settings, struct netflow_error *error);

/**
 * netflow_setting_set_u32 - set a number
 * @setting: row
 * @value: the number
 * @settings: unchanged on error
 * @error: set to the reason on error
 *
 * Return: 0, or -EINVAL if @value is out of range or the setting is a text.
 */
int netflow_setting_set_u32(const struct netflow_setting *setting, u32 value,
			    struct netflow_settings *settings, struct netflow_error *error);

/**
 * netflow_setting_is_text - check whether a setting is a text
 * @setting: row
 *
 * Return: true if the member is a char array, false if it is a u32.
 */
bool netflow_setting_is_text(const struct netflow_setting *setting);

/**
 * netflow_setting_u32 - get a number
 * @setting: row of a number
 * @settings: the values
 *
 * Return: the value.
 */
u32 netflow_setting_u32(const struct netflow_setting *setting,
			const struct netflow_settings *settings);

/**
 * netflow_setting_text - get a text
 * @setting: row of a text
 * @settings: the values
 *
 * Return: the value, part of @settings.
 */
const char *netflow_setting_text(const struct netflow_setting *setting,
				 const struct netflow_settings *settings);

/**
 * netflow_setting_format - write a value as netflow_setting_parse() reads it
 * @setting: row
 * @settings: the values
 * @buf: gets the text; NETFLOW_SETTING_TEXT_SIZE bytes are always enough
 * @size: size of @buf in bytes
 *
 * Return: length without the NUL.
 */
int netflow_setting_format(const struct netflow_setting *setting,
			   const struct netflow_settings *settings, char *buf, size_t size);

/**
 * netflow_hooks_parse - read a list of hook names
 * @text: comma-separated; may be empty
 * @error: set to the reason on error
 *
 * Return: a bit mask by enum netflow_hook, or -EINVAL.
 */
int netflow_hooks_parse(const char *text, struct netflow_error *error);

/**
 * netflow_monitor_name_check - check the name of a monitor
 * @name: NUL-terminated
 * @error: set to the reason on error
 *
 * Return: 0, or -EINVAL.
 */
int netflow_monitor_name_check(const char *name, struct netflow_error *error);

#endif /* _NETFLOW_SETTINGS_H */
