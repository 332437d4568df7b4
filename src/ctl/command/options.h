/* SPDX-License-Identifier: GPL-2.0 */
/* The options of a command line. */
#ifndef _CTL_COMMAND_OPTIONS_H
#define _CTL_COMMAND_OPTIONS_H

#include "settings/settings.h"
#include "kernel/settings.h"

struct command;

/* All options; each command lists those that it accepts. */
enum {
	OPTION_MONITOR	= 1 << 0,
	OPTION_ALL	= 1 << 1,
	OPTION_BACKEND	= 1 << 2,
	OPTION_HOOK	= 1 << 3,
	OPTION_UNLOAD	= 1 << 4,
	OPTION_SORT	= 1 << 5,
	OPTION_LIMIT	= 1 << 6,
	OPTION_QUIET	= 1 << 7,
	OPTION_JSON	= 1 << 8,
	OPTION_NETNS	= 1 << 9,
	OPTION_HELP	= 1 << 10,
	OPTION_SETTINGS	= 1 << 11,	/* every row of the settings table */
	OPTION_MATCH	= 1 << 12,
	OPTION_DEVICE	= 1 << 13,
	OPTION_HOST	= 1 << 14,
	OPTION_PORT	= 1 << 15,
	OPTION_PROTO	= 1 << 16,
	OPTION_INTERFACE = 1 << 17,
	OPTION_BY	= 1 << 18,
	OPTION_INTERVAL	= 1 << 19,
	OPTION_COUNT	= 1 << 20,
	OPTION_BATCH	= 1 << 21,
	OPTION_OPENMETRICS = 1 << 22,
	OPTION_EXAMPLE	= 1 << 23,
	OPTION_SAVE	= 1 << 24,
	OPTION_TABLE	= 1 << 25,
	OPTION_FORMAT	= 1 << 26,
	OPTION_FOREIGN	= 1 << 30,	/* all arguments go to another program */
};

/* The file that --save writes, and the directory of further files. */
#define CONFIG_FILE	"/etc/netflow/netflow.conf"
#define CONFIG_DIR	"/etc/netflow/conf.d"

/**
 * options_width - get the width for help texts in this terminal
 * Return: the width in columns.
 */
int options_width(void);

/* What getopt_long() returns for the first of the long options; letters are below. */
#define OPTIONS_LONG	256

/* Options that select flows. */
#define OPTION_FILTER	(OPTION_HOST | OPTION_PORT | OPTION_PROTO | OPTION_INTERFACE)

/**
 * struct options - the command line after the command
 * @present: bits of the OPTION_* given
 * @monitor: name of the monitor, checked, or NULL if not given
 * @backend: "nft", "iptables" or "hooks"
 * @hooks: bits by number of the hook (see rules/specs.h), 0 if not given
 * @match: nft expression, or NULL
 * @device: list of interfaces, or NULL
 * @table: name for the own table, checked, or NULL
 * @format: "openmetrics" or "prometheus", or NULL
 * @sort: the column that `flows` sorts by
 * @limit: maximum number of flows to print, 0 if not given
 * @by: what `top` groups by
 * @interval: seconds between updates of `top`
 * @count: number of updates, 0 if not given (run until stopped)
 * @host: address or network, or NULL
 * @port: port or range of ports, or NULL
 * @proto: name or number of a protocol, or NULL
 * @interface: name of an interface, or NULL
 * @netns: name of a network namespace, or NULL for the current one
 * @settings: settings given as options
 * @argc: number of arguments that are not options
 * @argv: the arguments that are not options
 */
struct options {
	unsigned int present;
	const char *monitor;
	const char *backend;
	int hooks;
	const char *format;
	const char *sort;
	unsigned long limit;
	const char *match;
	const char *device;
	const char *table;
	const char *by;
	unsigned long interval;
	unsigned long count;
	const char *host;
	const char *port;
	const char *proto;
	const char *interface;
	const char *netns;
	struct settings_given settings;
	int argc;
	char **argv;
};

/**
 * options_parse - parse the command line of a command
 * @command: the command
 * @argc: number of words, including the command's name
 * @argv: the words from the command's name on; reordered
 * @options: filled in
 * Return: 0, or -EINVAL after reporting the error on stderr.
 */
int options_parse(const struct command *command, int argc, char **argv, struct options *options);

/**
 * options_leading - count the words of a command line before its command
 * @argc: number of words
 * @argv: the words
 * Return: the number of words at the beginning that are options of any command, and their
 * values.
 */
int options_leading(int argc, char **argv);

/**
 * options_each - call a function for each option of a command
 * @command: the command
 * @act: called with the option, as "--name", and @data
 * @data: passed to @act
 */
void options_each(const struct command *command, void (*act)(const char *name, void *data),
		  void *data);

/**
 * options_values - describe the value of an option
 * @command: the command
 * @name: the option, as "--name"
 * Return: the value as the help shows it, such as "nft|iptables|hooks" or "NAME"; NULL if
 * the option takes no value or does not exist.
 */
const char *options_values(const struct command *command, const char *name);

/**
 * options_print - print the help on a command's options
 * @command: the command
 */
void options_print(const struct command *command);

/**
 * options_monitor - get the monitor to act on
 * @options: the command line
 * Return: the name of the monitor given, or of the default monitor.
 */
const char *options_monitor(const struct options *options);

#endif /* _CTL_COMMAND_OPTIONS_H */
