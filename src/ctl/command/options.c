// SPDX-License-Identifier: GPL-2.0
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "uapi/nf_netflow.h"
#include "kernel/settings.h"
#include "rules/specs.h"
#include "text/complain.h"
#include "text/output.h"
#include "text/wrap.h"
#include "command.h"
#include "refusal.h"

struct option_row {
	unsigned int bit;
	char letter;
	const char *name;
	const char *value;
	const char *help;
};

static const struct option_row option_rows[] = {
	{ OPTION_BACKEND, 0, "backend", "nft|iptables|hooks",
	  "meter by rules of nftables (default) or iptables, or by hooks without rules" },
	{ OPTION_HOOK, 0, "hook", "LIST",
	  "where to meter: prerouting, input, forward, output, postrouting, ingress" },
	{ OPTION_DEVICE, 0, "device", "LIST",
	  "only packets entering by these interfaces (output, postrouting: leaving)" },
	{ OPTION_MATCH, 0, "match", "EXPRESSION",
	  "only packets matching this nft expression, such as 'tcp dport 443'" },
	{ OPTION_TABLE, 0, "table", "NAME",
	  "table of nftables for the rules (default: netflow or netflow-MONITOR)" },
	{ OPTION_MONITOR, 0, "monitor", "NAME", "the monitor to act on" },
	{ OPTION_ALL, 0, "all", NULL,
	  "all monitors; for 'rule delete': all netflowctl rules of one monitor" },
	{ OPTION_UNLOAD, 0, "unload", NULL, "unload the modules too, if nothing else uses them" },
	{ OPTION_SORT, 0, "sort", "bytes|packets|start|end",
	  "sort order, largest or newest first (default: bytes)" },
	{ OPTION_LIMIT, 0, "limit", "NUMBER", "print at most this many" },
	{ OPTION_BY, 0, "by", "flow|host|port|interface", "what to group traffic by" },
	{ OPTION_INTERVAL, 0, "interval", "SECONDS", "time between updates (default: 2)" },
	{ OPTION_COUNT, 0, "count", "NUMBER", "stop after this many" },
	{ OPTION_BATCH, 0, "batch", NULL, "plain text without keys or colours, for a pipe" },
	{ OPTION_HOST, 0, "host", "ADDRESS[/LENGTH]",
	  "only flows from or to this address or network" },
	{ OPTION_PORT, 0, "port", "PORT[-PORT]", "only flows from or to this port or range" },
	{ OPTION_PROTO, 0, "protocol", "NAME",
	  "only flows of this protocol: tcp, udp, ... or a number" },
	{ OPTION_INTERFACE, 0, "interface", "NAME",
	  "only flows entering or leaving by this interface" },
	{ OPTION_FORMAT, 0, "format", "openmetrics|prometheus",
	  "print metrics as OpenMetrics text, or in the older format of Prometheus" },
	{ OPTION_OPENMETRICS, 0, "openmetrics", NULL, "the same as --format openmetrics" },
	{ OPTION_EXAMPLE, 0, "example", NULL, "print an example file that explains every setting" },
	{ OPTION_SAVE, 0, "save", NULL, "also write " CONFIG_FILE ", to survive a reboot" },
	{ OPTION_QUIET, 'q', "quiet", NULL, "print nothing; report by exit status only" },
	{ OPTION_JSON, 'j', "json", NULL, "print JSON, for programs" },
	{ OPTION_NETNS, 0, "netns", "NAME",
	  "act in the network namespace NAME (see ip-netns(8))" },
	{ OPTION_HELP, 'h', "help", NULL, "print this help" },
};

#define OPTION_ROWS	ARRAY_SIZE(option_rows)
#define NAME_SIZE	48

/* The column at which the description of an option begins. */
#define HELP_COLUMN	26

/* Longer lines are hard to read. */
#define HELP_WIDTH	80

/* getopt's return values for long options, larger than any character. */
#define VALUE_ROW	OPTIONS_LONG
#define VALUE_SETTING	512

/* Replace underscores with dashes, as options are usually spelled. */
static void spell(const char *name, char *dashed)
{
	size_t i;

	for (i = 0; name[i] && i < NAME_SIZE - 1; i++)
		dashed[i] = name[i] == '_' ? '-' : name[i];
	dashed[i] = '\0';
}

/* Room for all rows, all settings in both spellings, and the end marker. */
struct long_options {
	struct option list[OPTION_ROWS + 2 * NETFLOW_SETTINGS_COUNT + 1];
	char dashed[NETFLOW_SETTINGS_COUNT][NAME_SIZE];
};

static void collect_options(const struct command *command, struct long_options *options)
{
	unsigned int taken = command->options | OPTION_NETNS | OPTION_HELP;
	struct option *next = options->list;
	size_t i;

	memset(options, 0, sizeof(*options));
	for (i = 0; i < OPTION_ROWS; i++) {
		if (taken & option_rows[i].bit)
			*next++ = (struct option){ option_rows[i].name, !!option_rows[i].value,
						   NULL, VALUE_ROW + i };
	}
	for (i = 0; taken & OPTION_SETTINGS && i < NETFLOW_SETTINGS_COUNT; i++) {
		const char *name = netflow_settings_table[i].name;

		spell(name, options->dashed[i]);
		*next++ = (struct option){ options->dashed[i], 1, NULL, VALUE_SETTING + i };
		if (strcmp(name, options->dashed[i]))
			*next++ = (struct option){ name, 1, NULL, VALUE_SETTING + i };
	}
}

static int read_number(const struct option_row *row, const char *text, unsigned long *number)
{
	char *end;

	errno = 0;
	*number = strtoul(text, &end, 10);
	if (errno || *end || text[0] < '0' || text[0] > '9' || !*number || *number > INT_MAX) {
		complain("--%s takes a number of at least 1, not '%s'", row->name, text);
		return -EINVAL;
	}
	return 0;
}

/* Accept one of the words in row->value, which is a list separated by '|'. */
static int read_word(const struct option_row *row, const char *text)
{
	const char *word = row->value;
	size_t length = strlen(text);

	while (word && length) {
		if (length == strcspn(word, "|") && !strncmp(word, text, length))
			return 0;
		word = strchr(word, '|');
		word += !!word;
	}
	complain("--%s takes %s, not '%s'", row->name, row->value, text);
	return -EINVAL;
}

static int read_hooks(const char *text, int *hooks)
{
	struct netflow_error error;

	*hooks = rule_hooks_parse(text, &error);
	if (*hooks > 0)
		return 0;
	if (*hooks < 0)
		complain("--hook: %s", error.text);
	else
		complain("--hook '%s' names no hook; try --hook forward,input,output", text);
	return -EINVAL;
}

static int read_monitor(const char *text)
{
	struct netflow_error error;

	if (!netflow_monitor_name_check(text, &error))
		return 0;
	complain("%s", error.text);
	return -EINVAL;
}

static int read_table(const char *text)
{
	struct netflow_error error;

	if (!rule_table_check(text, &error))
		return 0;
	complain("%s", error.text);
	return -EINVAL;
}

/* Options whose value is checked by the command that uses it. */
static const char **text_option(unsigned int bit, struct options *options)
{
	switch (bit) {
	case OPTION_MATCH:
		return &options->match;
	case OPTION_DEVICE:
		return &options->device;
	case OPTION_HOST:
		return &options->host;
	case OPTION_PORT:
		return &options->port;
	case OPTION_PROTO:
		return &options->proto;
	case OPTION_INTERFACE:
		return &options->interface;
	case OPTION_NETNS:
		return &options->netns;
	default:
		return NULL;
	}
}

static int take_row(const struct option_row *row, char *value, struct options *options)
{
	const char **text = text_option(row->bit, options);

	options->present |= row->bit;
	if (text)
		*text = value;
	switch (row->bit) {
	case OPTION_MONITOR:
		options->monitor = value;
		return read_monitor(value);
	case OPTION_TABLE:
		options->table = value;
		return read_table(value);
	case OPTION_BACKEND:
		options->backend = value;
		return read_word(row, value);
	case OPTION_HOOK:
		return read_hooks(value, &options->hooks);
	case OPTION_FORMAT:
		options->format = value;
		return read_word(row, value);
	case OPTION_SORT:
		options->sort = value;
		return read_word(row, value);
	case OPTION_BY:
		options->by = value;
		return read_word(row, value);
	case OPTION_LIMIT:
		return read_number(row, value, &options->limit);
	case OPTION_INTERVAL:
		return read_number(row, value, &options->interval);
	case OPTION_COUNT:
		return read_number(row, value, &options->count);
	default:
		return 0;
	}
}

static int take(int value, const struct command *command, struct options *options)
{
	size_t i;

	if (value >= VALUE_SETTING)
		return settings_give(&options->settings,
				     netflow_settings_table[value - VALUE_SETTING].name, optarg);
	if (value >= VALUE_ROW)
		return take_row(&option_rows[value - VALUE_ROW], optarg, options);
	for (i = 0; i < OPTION_ROWS; i++) {
		unsigned int taken = command->options | OPTION_HELP;

		if (value == option_rows[i].letter && taken & option_rows[i].bit)
			return take_row(&option_rows[i], NULL, options);
	}
	return -ENOENT;
}

/* Options that exclude each other. */
static int check_pairs(const struct command *command, const struct options *options)
{
	static const struct {
		unsigned int bits;
		const char *names;
	} pairs[] = {
		{ OPTION_JSON | OPTION_OPENMETRICS, "--json and --openmetrics" },
		{ OPTION_JSON | OPTION_FORMAT, "--json and --format" },
		{ OPTION_OPENMETRICS | OPTION_FORMAT, "--openmetrics and --format" },
		{ OPTION_JSON | OPTION_EXAMPLE, "--json and --example" },
		{ OPTION_JSON | OPTION_BATCH, "--json and --batch" },
		{ OPTION_JSON | OPTION_QUIET, "--json and --quiet" },
		{ OPTION_UNLOAD | OPTION_SAVE, "--unload and --save" },
		{ OPTION_MONITOR | OPTION_ALL, "--monitor and --all" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		/* For rules, --all may mean all rules of one monitor. */
		if ((options->present & pairs[i].bits) != pairs[i].bits ||
		    (pairs[i].bits & OPTION_ALL && command->options & OPTION_HOOK))
			continue;
		complain("'%s' takes only one of %s; see 'netflowctl %s --help'", command->name,
			 pairs[i].names, command->name);
		return -EINVAL;
	}
	if (!options->monitor || !options->argc || strcmp(command->arguments, "[MONITOR]"))
		return 0;
	complain("'%s' takes only one monitor: '%s' or '%s'", command->name, options->monitor,
		 options->argv[0]);
	return -EINVAL;
}

static int check_arguments(const struct command *command, const struct options *options)
{
	const char *name = command->name;

	if (options->present & OPTION_HELP)
		return 0;
	if (options->argc < command->least) {
		complain("'%s' needs %s; see 'netflowctl %s --help'", name, command->arguments,
			 name);
		return -EINVAL;
	}
	if (options->argc > command->most) {
		complain("'%s' does not take the argument '%s'; see 'netflowctl %s --help'",
			 name, options->argv[command->most], name);
		return -EINVAL;
	}
	return check_pairs(command, options);
}

int options_parse(const struct command *command, int argc, char **argv, struct options *options)
{
	struct long_options long_options;
	int value, err;

	memset(options, 0, sizeof(*options));
	options->backend = "nft";
	options->sort = "bytes";
	options->by = "flow";
	options->interval = 2;
	netflow_settings_init(&options->settings.values);
	collect_options(command, &long_options);
	if (command->options & OPTION_SETTINGS && !(command->options & OPTION_HOOK) &&
	    refuse_wrong_hook(command, argc, argv))
		return -EINVAL;
	opterr = 0;
	while ((value = getopt_long(argc, argv, ":hjq", long_options.list, NULL)) != -1) {
		err = take(value, command, options);
		if (err == -ENOENT)
			err = refuse_option(command, long_options.list, argv[optind - 1], value);
		if (err)
			return err;
	}
	options->argc = argc - optind;
	options->argv = argv + optind;
	return check_arguments(command, options);
}

void options_each(const struct command *command, void (*act)(const char *name, void *data),
		  void *data)
{
	unsigned int taken = command->options | OPTION_NETNS | OPTION_HELP;
	char name[NAME_SIZE + 2] = "--";
	size_t i;

	for (i = 0; i < OPTION_ROWS; i++) {
		if (!(taken & option_rows[i].bit))
			continue;
		snprintf(name + 2, sizeof(name) - 2, "%s", option_rows[i].name);
		act(name, data);
	}
	for (i = 0; taken & OPTION_SETTINGS && i < NETFLOW_SETTINGS_COUNT; i++) {
		spell(netflow_settings_table[i].name, name + 2);
		act(name, data);
	}
}

const char *options_values(const struct command *command, const char *name)
{
	unsigned int taken = command->options | OPTION_NETNS;
	char dashed[NAME_SIZE];
	size_t i;

	if (strncmp(name, "--", 2))
		return NULL;
	for (i = 0; i < OPTION_ROWS; i++)
		if (taken & option_rows[i].bit && !strcmp(option_rows[i].name, name + 2))
			return option_rows[i].value;
	for (i = 0; taken & OPTION_SETTINGS && i < NETFLOW_SETTINGS_COUNT; i++) {
		spell(netflow_settings_table[i].name, dashed);
		if (!strcmp(dashed, name + 2) || !strcmp(netflow_settings_table[i].name, name + 2))
			return "VALUE";
	}
	return NULL;
}

/* Like getopt, take a name that is cut short for the option if it is the only one. */
static bool is_valued_row(const char *name, size_t length)
{
	const struct option_row *found = NULL;
	size_t i;

	for (i = 0; i < OPTION_ROWS; i++) {
		if (strncmp(option_rows[i].name, name, length))
			continue;
		if (!option_rows[i].name[length])
			return option_rows[i].value;
		if (found)
			return false;
		found = &option_rows[i];
	}
	return found && found->value;
}

static bool is_valued(const char *word)
{
	const struct command any = { .options = OPTION_SETTINGS };

	return !strncmp(word, "--", 2) && word[2] && !strchr(word, '=') &&
	       (is_valued_row(word + 2, strlen(word + 2)) || options_values(&any, word));
}

int options_leading(int argc, char **argv)
{
	int i = 0;

	while (i < argc && argv[i][0] == '-' && argv[i][1] && strcmp(argv[i], "--"))
		i += 1 + is_valued(argv[i]);
	return i < argc ? i : argc;
}

int options_width(void)
{
	int width = terminal_width();

	return width && width < HELP_WIDTH ? width : HELP_WIDTH;
}

/* The description of a long option begins on the next line. */
static void print_row(const struct option_row *row)
{
	char spelled[NAME_SIZE], letter[8] = "";
	int length;

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	length = snprintf(spelled, sizeof(spelled), "%s--%s%s%s", letter, row->name,
			  row->value ? " " : "", row->value ? row->value : "");
	if (length > HELP_COLUMN - 4)
		printf("  %s\n%*s", spelled, HELP_COLUMN, "");
	else
		printf("  %-*s", HELP_COLUMN - 2, spelled);
	print_wrapped(row->help, HELP_COLUMN, options_width());
}

static void print_setting(const struct netflow_setting *setting)
{
	char dashed[NAME_SIZE], text[NETFLOW_SETTING_TEXT_SIZE], range[128] = "";
	char values[sizeof(range) + sizeof(text)];
	struct netflow_settings settings;

	netflow_settings_init(&settings);
	netflow_setting_format(setting, &settings, text, sizeof(text));
	spell(setting->name, dashed);
	printf("  --%s VALUE\n      ", dashed);
	print_wrapped(setting->help, 6, options_width());
	if (setting->type == NETFLOW_TYPE_U32)
		snprintf(range, sizeof(range), "%u to %u%s%s%s%s; ", setting->min, setting->max,
			 setting->unit[0] ? " " : "", setting->unit,
			 setting->zero ? "; 0: " : "", setting->zero ? setting->zero : "");
	snprintf(values, sizeof(values), "%sdefault: %s", range, text[0] ? text : "none");
	printf("      ");
	print_wrapped(values, 6, options_width());
}

void options_print(const struct command *command)
{
	unsigned int taken = command->options | OPTION_NETNS | OPTION_HELP;
	size_t i;

	printf("\nOptions:\n");
	for (i = 0; i < OPTION_ROWS; i++)
		if (taken & option_rows[i].bit)
			print_row(&option_rows[i]);
	if (!(taken & OPTION_SETTINGS))
		return;
	printf("\nSettings (also with '_' for '-'):\n");
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		print_setting(&netflow_settings_table[i]);
}

const char *options_monitor(const struct options *options)
{
	return options->monitor ? options->monitor : NETFLOW_MONITOR_DEFAULT;
}
