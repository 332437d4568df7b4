/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The settings of a monitor: one table of names, units, ranges, defaults and
 * help, and the text forms of their values.  Pure: builds in userspace too.
 */
#ifndef _NETFLOW_SETTINGS_H
#define _NETFLOW_SETTINGS_H

#include "uapi/nf_netflow.h"

#ifdef __KERNEL__
#include <linux/in6.h>
#else
#include "kernel.h"
#endif

struct netflow_aggregation_rule;

/* A day in seconds: no timeout is longer. */
#define NETFLOW_DAY	86400

/*
 * The values, one member for each row of list.h. Numbers are in host order and in the units of
 * the table. Texts are NUL-terminated, in the canonical form that netflow_setting_format() gives.
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
	NETFLOW_TYPE_PROTOCOL,	/* 5, 9, 10; read also as v5, netflow9, ipfix ... */
	NETFLOW_TYPE_DESTINATION,
	NETFLOW_TYPE_AGGREGATION,
	NETFLOW_TYPE_HOOKS,
};

/**
 * struct netflow_setting - a row of the table
 * @attr: NETFLOW_SETTING_*
 * @name: as in sysctl, module parameters, configuration file
 * @type: how text is read
 * @offset: of the member of struct netflow_settings
 * @min: numbers: least value
 * @max: numbers: greatest value
 * @zero: numbers: what 0 means, which is allowed then, whatever @min; else NULL
 * @standard: numbers: default value
 * @standard_text: texts: default value
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
	u32 standard;
	const char *standard_text;
	const char *unit;
	const char *help;
};

#define NETFLOW_SETTINGS_COUNT NETFLOW_SETTING_MAX
extern const struct netflow_setting netflow_settings_table[NETFLOW_SETTINGS_COUNT];

/* A refusal: one sentence that quotes the input and says what would do. */
struct netflow_error {
	char text[256];
};

/**
 * struct netflow_destination_spec - one destination, read from its text
 *
 * Text: ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL], ADDRESS and SOURCE being
 * IPv4 or [IPv6] (IPv6 without brackets where no port follows), PROTOCOL one of
 * v5, v9, ipfix. Port 2055 if none is given.
 *
 * The canonical text always has the port, brackets around IPv6, and addresses in
 * the form of RFC 5952.
 *
 * @family: 4 or 6
 * @address: network order, the first 4 bytes for IPv4
 * @source: likewise, same family; all 0: the kernel chooses
 * @port: host order
 * @device: "" if none
 * @protocol: 5, 9, 10, or 0: as the monitor's setting says
 */
struct netflow_destination_spec {
	u8 family;
	u8 protocol;
	u16 port;
	struct in6_addr address;
	struct in6_addr source;
	char device[16];
};

/* Where `hooks` capture; bits of netflow_hooks_parse()'s result. */
enum netflow_hook {
	NETFLOW_HOOK_PREROUTING,	/* numbered as enum nf_inet_hooks */
	NETFLOW_HOOK_INPUT,
	NETFLOW_HOOK_FORWARD,
	NETFLOW_HOOK_OUTPUT,
	NETFLOW_HOOK_POSTROUTING,
	NETFLOW_HOOKS
};

/** netflow_settings_init - every setting at its default */
void netflow_settings_init(struct netflow_settings *settings);

/** netflow_setting_find - the row of that name, or NULL */
const struct netflow_setting *netflow_setting_find(const char *name);

/** netflow_setting_by_attr - the row of NETFLOW_SETTING_*, or NULL */
const struct netflow_setting *netflow_setting_by_attr(int attr);

/**
 * netflow_setting_parse - read a value from text and put it in @settings
 * @setting: row
 * @text: NUL-terminated, not part of @settings; white space around it is left out
 * @settings: unchanged on error
 * @error: says why, on error
 *
 * Return: 0, or -EINVAL.
 */
int netflow_setting_parse(const struct netflow_setting *setting, const char *text,
			  struct netflow_settings *settings, struct netflow_error *error);

/**
 * netflow_setting_set_u32 - the same for a number that comes as a number
 * Return: 0, or -EINVAL (out of range, or the setting is a text).
 */
int netflow_setting_set_u32(const struct netflow_setting *setting, u32 value,
			    struct netflow_settings *settings, struct netflow_error *error);

/** netflow_setting_is_text - its member is a char array, not a u32 */
bool netflow_setting_is_text(const struct netflow_setting *setting);

/** netflow_setting_u32 - its value; the setting must be a number */
u32 netflow_setting_u32(const struct netflow_setting *setting,
			const struct netflow_settings *settings);

/** netflow_setting_text - its value; the setting must be a text */
const char *netflow_setting_text(const struct netflow_setting *setting,
				 const struct netflow_settings *settings);

/**
 * netflow_setting_format - its value as text, in the form that parse reads
 * @buf: @size bytes; NETFLOW_SETTING_TEXT_SIZE is always enough
 * Return: length without the NUL.
 */
int netflow_setting_format(const struct netflow_setting *setting,
			   const struct netflow_settings *settings, char *buf, size_t size);

/**
 * netflow_destinations_parse - read a list of destinations
 * @text: comma-separated (spaces around the commas allowed); "" is none
 * @specs: room for NETFLOW_DESTINATIONS_MAX, or NULL: only check
 * @error: says why, on error
 * Return: how many, or -EINVAL; the same destination twice is refused.
 */
int netflow_destinations_parse(const char *text, struct netflow_destination_spec *specs,
			       struct netflow_error *error);

/**
 * netflow_destination_format - the canonical text of one destination
 * @buf: @size bytes, 160 are always enough
 * Return: length without the NUL.
 */
int netflow_destination_format(const struct netflow_destination_spec *spec, char *buf,
			       size_t size);

/** netflow_destination_equal - same address, port, source, device and protocol */
bool netflow_destination_equal(const struct netflow_destination_spec *a,
			       const struct netflow_destination_spec *b);

/**
 * netflow_aggregation_parse - read a list of aggregation rules
 * @text: comma-separated NETWORK/LENGTH=LENGTH and PORT[-PORT]=PORT; empty entries count for
 *	nothing
 * @rules: room for all of them, or NULL: only check
 * @error: says why, on error
 * Return: how many, or -EINVAL.
 */
int netflow_aggregation_parse(const char *text, struct netflow_aggregation_rule *rules,
			      struct netflow_error *error);

/**
 * netflow_hooks_parse - read a list of hook names
 * @text: comma-separated; "" is none
 * Return: bits by enum netflow_hook, or -EINVAL.
 */
int netflow_hooks_parse(const char *text, struct netflow_error *error);

/**
 * netflow_monitor_name_check - is this an allowed monitor name?
 * Return: 0, or -EINVAL with a sentence.
 */
int netflow_monitor_name_check(const char *name, struct netflow_error *error);

#endif /* _NETFLOW_SETTINGS_H */
