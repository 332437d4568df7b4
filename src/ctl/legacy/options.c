// SPDX-License-Identifier: GPL-2.0
/* The options of ipt_netflow: names, values, ranges, help. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#include "kernel.h"
#include "settings/settings.h"
#include "kernel/settings.h"
#include "text/complain.h"

enum kind {
	KIND_MODE,
	KIND_SETTING,		/* the setting of that name, with '_' for '-' */
	KIND_BOOLEAN,		/* true if it has no value */
};

struct row {
	const char *name;
	char letter;
	enum kind kind;
	const char *help;
	size_t flag;		/* booleans: offset in struct legacy */
};

static const struct row rows[] = {
	{ "mode", 'm', KIND_MODE,
	  "What to do: show (the default), status, install, enable, disable or remove.", 0 },
	{ "destination", 'd', KIND_SETTING,
	  "Collectors as ADDRESS:PORT, separated by commas (default 127.0.0.1:2055).", 0 },
	{ "active-timeout", 0, KIND_SETTING,
	  "Export a continuing flow after this many seconds, 1 to 86400 (default 1800).", 0 },
	{ "inactive-timeout", 0, KIND_SETTING,
	  "Export an idle flow after this many seconds, 1 to 86400 (default 15).", 0 },
	{ "debug", 0, KIND_SETTING,
	  "Level of detail in the kernel log, 0 to 9 (default 0: no messages).", 0 },
	{ "hashsize", 0, KIND_SETTING,
	  "Flows for which the hash tables always have room (default 0: automatic).", 0 },
	{ "sndbuf", 0, KIND_SETTING,
	  "Size of the sockets' send buffers in bytes (default 0: the system's default).", 0 },
	{ "maxflows", 0, KIND_SETTING,
	  "Maximum number of flows in the cache (default 2000000, 0: no limit).", 0 },
	{ "aggregation", 0, KIND_SETTING, "Aggregation rules (default: none).", 0 },
	{ "help", 'h', KIND_BOOLEAN, "Print this help.", offsetof(struct legacy, help) },
	{ "help-long", 'H', KIND_BOOLEAN,
	  "Show the manual in a text browser: $TEXTBROWSER, or the first one found.",
	  offsetof(struct legacy, help_long) },
	{ "verbose", 'v', KIND_BOOLEAN, "Report each step.", offsetof(struct legacy, verbose) },
	{ "version", 0, KIND_BOOLEAN, "Print the version.", offsetof(struct legacy, version) },
};

#define ROWS		ARRAY_SIZE(rows)
#define NAME_SIZE	24
#define SHORT_OPTIONS	"+:m:d:h::H::v::"

/* getopt's return values for long options, larger than any character. */
#define VALUE_ROW	256

static const char *const modes[] = {
	[LEGACY_SHOW] = "show",
	[LEGACY_STATUS] = "status",
	[LEGACY_INSTALL] = "install",
	[LEGACY_ENABLE] = "enable",
	[LEGACY_DISABLE] = "disable",
	[LEGACY_REMOVE] = "remove",
};

/* Convert the name of an option to that of the module's parameter. */
static void underscore(const char *name, char *underscored)
{
	size_t i;

	for (i = 0; name[i]; i++)
		underscored[i] = name[i] == '-' ? '_' : name[i];
	underscored[i] = '\0';
}

static int take_mode(const char *value, enum legacy_mode *mode)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		if (!strcmp(modes[i], value)) {
			*mode = i;
			return 0;
		}
	}
	complain("unknown mode '%s'; modes: show, status, install, enable, disable, remove",
		 value);
	return -EINVAL;
}

static int check_range(const char *option, const struct netflow_setting *setting,
		       const char *value)
{
	long long minimum = setting->zero ? 0 : setting->min, number;
	const char *digits = value + (value[0] == '-');

	if (!digits[0] || digits[strspn(digits, "0123456789")]) {
		complain("--%s takes an integer, not '%s'", option, value);
		return -EINVAL;
	}
	/* strtoll() saturates, so a number that does not fit is out of range too. */
	number = strtoll(value, NULL, 10);
	if (number < minimum) {
		complain("--%s: '%s' is too small; the minimum value permitted is %lld", option,
			 value, minimum);
		return -EINVAL;
	}
	if (number > setting->max) {
		complain("--%s: '%s' is too large; the maximum value permitted is %u", option,
			 value, setting->max);
		return -EINVAL;
	}
	return 0;
}

static int take_setting(const struct row *row, const char *value, struct legacy *legacy)
{
	const struct netflow_setting *setting;
	char name[NAME_SIZE];
	int err = 0;

	underscore(row->name, name);
	setting = netflow_setting_find(name);
	if (setting->type == NETFLOW_TYPE_U32)
		err = check_range(row->name, setting, value);
	return err ? err : settings_give(&legacy->settings, name, value);
}

/* The value may be the next argument, if that is "true" or "false". */
static int take_boolean(const struct row *row, const char *value, char **argv, bool *flag)
{
	const char *next = argv[optind];

	if (!value && next && (!strcmp(next, "true") || !strcmp(next, "false"))) {
		value = next;
		optind++;
	}
	*flag = !value || !strcmp(value, "true");
	if (*flag || !strcmp(value, "false"))
		return 0;
	complain("--%s takes true or false, not '%s'", row->name, value);
	return -EINVAL;
}

static int take(const struct row *row, const char *value, char **argv, struct legacy *legacy)
{
	switch (row->kind) {
	case KIND_MODE:
		return take_mode(value, &legacy->mode);
	case KIND_SETTING:
		return take_setting(row, value, legacy);
	case KIND_BOOLEAN:
		return take_boolean(row, value, argv, (bool *)((char *)legacy + row->flag));
	}
	return -EINVAL;
}

static const struct row *find_row(int value)
{
	size_t i;

	if (value >= VALUE_ROW)
		return &rows[value - VALUE_ROW];
	for (i = 0; i < ROWS; i++)
		if (rows[i].letter && rows[i].letter == value)
			return &rows[i];
	return NULL;
}

/* Room for all options, also spelled as the module's parameters, and the end marker. */
struct long_options {
	struct option list[2 * ROWS + 1];
	char underscored[ROWS][NAME_SIZE];
};

static void collect_options(struct long_options *options)
{
	struct option *next = options->list;
	size_t i;

	memset(options, 0, sizeof(*options));
	for (i = 0; i < ROWS; i++) {
		int argument = rows[i].kind == KIND_BOOLEAN ? optional_argument : required_argument;

		*next++ = (struct option){ rows[i].name, argument, NULL, VALUE_ROW + i };
		underscore(rows[i].name, options->underscored[i]);
		if (strcmp(rows[i].name, options->underscored[i]))
			*next++ = (struct option){ options->underscored[i], argument, NULL,
						   VALUE_ROW + i };
	}
}

static int refuse(int value, const char *argument)
{
	if (value == ':')
		complain("option '%s' needs a value; see 'ipt_netflow --help'", argument);
	else
		complain("unknown option '%s'; see 'ipt_netflow --help'", argument);
	return -EINVAL;
}

int legacy_parse(int argc, char **argv, struct legacy *legacy)
{
	struct long_options options;
	const struct row *row;
	int value, first, err;

	memset(legacy, 0, sizeof(*legacy));
	netflow_settings_init(&legacy->settings.values);
	collect_options(&options);
	opterr = 0;
	/* 0, not 1, resets getopt: it may have been used before. */
	optind = 0;
	for (;;) {
		first = optind ? optind : 1;
		value = getopt_long_only(argc, argv, SHORT_OPTIONS, options.list, NULL);
		if (value == -1)
			break;
		row = find_row(value);
		err = row ? take(row, optarg, argv, legacy) : refuse(value, argv[first]);
		if (err)
			return err;
	}
	if (optind < argc) {
		complain("'%s' is not an option; see 'ipt_netflow --help'", argv[optind]);
		return -EINVAL;
	}
	return 0;
}

static const char *value_name(const struct row *row)
{
	char name[NAME_SIZE];

	underscore(row->name, name);
	if (row->kind == KIND_BOOLEAN)
		return "[true]|false";
	if (row->kind == KIND_SETTING && !netflow_setting_is_text(netflow_setting_find(name)))
		return "INTEGER";
	return "TEXT";
}

void legacy_help(void)
{
	size_t i;

	printf("ipt_netflow - turn this machine into a NetFlow source, or report its status\n\n");
	for (i = 0; i < ROWS; i++) {
		const char *value = value_name(&rows[i]);

		printf("  ");
		if (rows[i].letter)
			printf("[-%c %s] | ", rows[i].letter, value);
		printf("[--%s %s]\n      %s\n", rows[i].name, value, rows[i].help);
	}
}
