/* SPDX-License-Identifier: GPL-2.0 */
/* The options of a command line. */
#ifndef _CTL_COMMAND_OPTIONS_H
#define _CTL_COMMAND_OPTIONS_H

#include "settings/settings.h"
#include "kernel/settings.h"

struct command;

/* The options that exist; each command says which it takes. */
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
	OPTION_FOREIGN	= 1 << 30,	/* all arguments are another program's */
};

/* What --save writes. */
#define CONFIG_FILE	"/etc/netflow/netflow.conf"

/** options_width - columns of a help text in this terminal */
int options_width(void);

/* Which flows are meant. */
#define OPTION_FILTER	(OPTION_HOST | OPTION_PORT | OPTION_PROTO | OPTION_INTERFACE)

/**
 * struct options - the command line after the command
 * @present: OPTION_* that were there
 * @monitor: checked name; NULL: not given
 * @backend: "nft", "iptables" or "hooks"
 * @hooks: bits by number (see rule_specs.h), 0: not given
 * @match: expression of nft, or NULL
 * @device: list of interfaces, or NULL
 * @sort: one of the columns that `flows` sorts by
 * @limit: greatest number of flows to print
 * @by: what `top` adds up by
 * @interval: seconds between the pictures of `top`
 * @count: how many of them, 0: until it is stopped
 * @host: address or network, or NULL
 * @port: likewise
 * @proto: name or number, or NULL
 * @interface: name, or NULL
 * @netns: a network namespace's name, or NULL: this one
 * @settings: given as options
 * @argc: arguments that are no options
 * @argv: likewise
 */
struct options {
	unsigned int present;
	const char *monitor;
	const char *backend;
	int hooks;
	const char *sort;
	unsigned long limit;
	const char *match;
	const char *device;
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
 * options_parse - read the command line of a command
 * @command: what it may hold
 * @argc: of the command line from the command's name on
 * @argv: likewise; its order is changed
 * @options: to be filled
 * Return: 0, or -EINVAL: told on stderr.
 */
int options_parse(const struct command *command, int argc, char **argv, struct options *options);

/** options_each - call a function with each option of a command, as "--name" */
void options_each(const struct command *command, void (*act)(const char *name, void *data),
		  void *data);

/**
 * options_values - what an option takes
 * @name: as "--name"
 * Return: as in the help, "nft|iptables|hooks" or "NAME"; NULL: it takes nothing, or there is none.
 */
const char *options_values(const struct command *command, const char *name);

/** options_print - print the options of a command, for its help */
void options_print(const struct command *command);

/** options_monitor - the monitor that was named, or the default one */
const char *options_monitor(const struct options *options);

#endif /* _CTL_COMMAND_OPTIONS_H */
