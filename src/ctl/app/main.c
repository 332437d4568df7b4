// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "ctl.h"
#include "modules/modules.h"
#include "kernel/netns.h"
#include "text/output.h"

static const struct command commands[] = {
	{ "show", "[MONITOR]", show_run, "Everything: monitors, destinations, statistics, rules",
	  OPTION_JSON | OPTION_MONITOR, 0, 1,
	  "Settings that differ from their default are marked with '*'." },
	{ "enable", "", enable_run, "Begin to meter: load the modules, set settings, add rules",
	  OPTION_BACKEND | OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR |
	  OPTION_SETTINGS | OPTION_SAVE, 0, 0,
	  "The rules are in a table of their own, 'inet netflow' ('inet netflow-NAME' for another "
	  "monitor), and are replaced whole: doing it twice is doing it once. Hooks that are not "
	  "named are no longer metered; without --hook that is forward,input,output." },
	{ "disable", "", disable_run, "Stop metering; what is in the cache is exported first",
	  OPTION_MONITOR | OPTION_ALL | OPTION_UNLOAD | OPTION_SAVE, 0, 0,
	  "Only what 'enable' made is taken away: its table and its hooks." },
	{ "status", "", status_run, "Tell whether anything is metered",
	  OPTION_QUIET | OPTION_JSON | OPTION_MONITOR, 0, 0,
	  "Exit status 0: something feeds a monitor; 3: nothing does, or the module is not loaded; "
	  "1: it could not be found out." },
	{ "stats", "[MONITOR]", stats_run, "Statistics of the monitors",
	  OPTION_JSON | OPTION_OPENMETRICS | OPTION_MONITOR, 0, 1,
	  "All that was metered was exported, was lost, or is still in the cache." },
	{ "flows", "", flows_run, "The flows in the cache",
	  OPTION_SORT | OPTION_LIMIT | OPTION_FILTER | OPTION_JSON | OPTION_MONITOR, 0, 0,
	  "Filters are put together: a flow must fit all of them." },
	{ "top", "", top_run, "Live: what is busiest now",
	  OPTION_BY | OPTION_INTERVAL | OPTION_COUNT | OPTION_BATCH | OPTION_LIMIT |
	  OPTION_FILTER | OPTION_JSON | OPTION_MONITOR, 0, 0,
	  "Keys: f h p i add up by flow, host, port, interface; s sorts by bits or packets; "
	  "+ - change the interval; space stops the picture; q ends. Where the output is no "
	  "terminal it is like --batch. --json prints one object a line." },
	{ "events", "", events_run, "Tell what happens: monitors, destinations, losses",
	  OPTION_COUNT | OPTION_JSON, 0, 0,
	  "Runs until it is stopped, or has told --count events. --json: one object a line." },
	{ "flush", "", flush_run, "Export all flows in the cache now",
	  OPTION_MONITOR | OPTION_ALL, 0, 0, NULL },
	{ "get", "[SETTING...]", get_run, "Print settings",
	  OPTION_JSON | OPTION_MONITOR, 0, INT_MAX,
	  "One setting: its value alone. Otherwise lines of 'SETTING = VALUE'." },
	{ "set", "SETTING VALUE ...", set_run, "Change settings, all of them or none",
	  OPTION_MONITOR | OPTION_SAVE, 1, INT_MAX,
	  "SETTING=VALUE is understood too. 'netflowctl get' lists the settings." },
	{ "monitor add", "NAME", monitor_add_run,
	  "Make a monitor, or set settings of one that is there",
	  OPTION_SETTINGS | OPTION_SAVE, 1, 1, NULL },
	{ "monitor set", "NAME", monitor_set_run,
	  "Change settings of a monitor, all of them or none",
	  OPTION_SETTINGS | OPTION_SAVE, 1, 1, NULL },
	{ "monitor list", "", monitor_list_run, "The monitors", OPTION_JSON, 0, 0, NULL },
	{ "monitor delete", "NAME", monitor_delete_run, "Remove a monitor that nothing feeds",
	  OPTION_SAVE, 1, 1,
	  "Its flows are exported first. No error if there is none of that name." },
	{ "destination add", "DESTINATION", destination_add_run, "Export to one collector more",
	  OPTION_MONITOR | OPTION_SAVE, 1, 1,
	  "DESTINATION is ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL]. No error if it is there." },
	{ "destination list", "", destination_list_run, "The collectors",
	  OPTION_MONITOR | OPTION_JSON, 0, 0, NULL },
	{ "destination delete", "DESTINATION", destination_delete_run,
	  "No longer export to a collector", OPTION_MONITOR | OPTION_SAVE, 1, 1,
	  "No error if it isn't there." },
	{ "rule add", "", rule_add_run, "Meter at more hooks, or more packets there",
	  OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR | OPTION_SAVE, 0, 0,
	  "Without --hook: forward,input,output. Several rules at a hook meter a packet once. A "
	  "rule that is there already is not added again." },
	{ "rule list", "", rule_list_run, "All rules that feed monitors",
	  OPTION_MONITOR | OPTION_JSON, 0, 0, NULL },
	{ "rule delete", "", rule_delete_run, "Remove rules of netflowctl's own table",
	  OPTION_HOOK | OPTION_DEVICE | OPTION_MATCH | OPTION_MONITOR | OPTION_ALL |
	  OPTION_SAVE, 0, 0,
	  "All own rules of the monitor that fit every option given; --all: all of them. Rules of "
	  "other tables are never touched: 'nft delete rule' removes these." },
	{ "showconf", "", showconf_run, "Print the configuration, as a file has it",
	  OPTION_JSON | OPTION_EXAMPLE, 0, 0, "What has its default is left out." },
	{ "setconf", "FILE", setconf_run, "Have exactly what a configuration file says",
	  0, 1, 1, "'-' is standard input. What the file does not name gets its default." },
	{ "syncconf", "FILE", syncconf_run, "The same, changing only what differs",
	  0, 1, 1, "'-' is standard input. No flow is lost." },
	{ "save", "[FILE]", save_run, "Write the configuration to " CONFIG_FILE,
	  0, 0, 1, "The old file is kept as FILE~." },
	{ "reload", "[FILE]", reload_run, "Load the modules, then syncconf " CONFIG_FILE,
	  0, 0, 1,
	  "This is what netflow.service does at boot. Rules that nft loaded without their "
	  "statement netflow, while there was no module, get it." },
	{ "watch", "", watch_run,
	  "Put own tables back that another program removed",
	  0, 0, 0, "Runs until it is stopped; netflow-watch.service does it." },
	{ "doctor", "", doctor_run,
	  "Find what keeps flows from arriving, and what mends it",
	  OPTION_JSON, 0, 0,
	  "Exit status 0: nothing was found, or only warnings; 4: something keeps flows from "
	  "arriving." },
	{ "fields", "", fields_run, "The Information Elements that can be exported",
	  OPTION_JSON, 0, 0, NULL },
	{ "nft", "ARGUMENT...", nft_run, "Run nft(8), which then knows the statement netflow",
	  OPTION_FOREIGN, 0, INT_MAX, NULL },
};

#define COMMANDS	ARRAY_SIZE(commands)

const struct command *command_at(size_t i)
{
	return i < COMMANDS ? &commands[i] : NULL;
}

static void print_help(void)
{
	size_t i;

	printf("Usage: netflowctl [COMMAND] [OPTION...] [ARGUMENT...]\n\n");
	print_wrapped("Meter the network flows of this machine and export them by NetFlow v5, v9 "
		      "or IPFIX. Without a command: show.", 0, help_width());
	printf("\nCommands:\n");
	for (i = 0; i < COMMANDS; i++) {
		printf("  %-18s  ", commands[i].name);
		print_wrapped(commands[i].summary, 22, help_width());
	}
	printf("\n'netflowctl COMMAND --help' tells more about each.\n\nFor example:\n"
	       "  netflowctl enable --destination 192.0.2.1:2055\n");
}

static void print_command_help(const struct command *command)
{
	printf("Usage: netflowctl %s [OPTION...]%s%s\n\n%s.\n", command->name,
	       command->arguments[0] ? " " : "", command->arguments, command->summary);
	if (command->help)
		print_wrapped(command->help, 0, help_width());
	options_print(command);
}

static void print_version(void)
{
	json_t *versions = modules_versions(), *version;
	const char *name;

	printf("netflowctl %s\n", NETFLOW_VERSION);
	json_object_foreach(versions, name, version)
		printf("%s %s (loaded)\n", name, json_string_value(version));
	json_decref(versions);
}

/* Is it "GROUP VERB"? */
static bool is_of_group(const struct command *command, const char *group, size_t length)
{
	return !strncmp(command->name, group, length) && command->name[length] == ' ';
}

/* Without a verb of its own a group tells what it has. */
static int tell_group(const char *group, const char *verb)
{
	bool help = verb && (!strcmp(verb, "--help") || !strcmp(verb, "-h"));
	FILE *out = help ? stdout : stderr;
	size_t i;

	if (!help && verb)
		complain("'%s' has no '%s'; it has:", group, verb);
	else if (!help)
		complain("'%s' needs a verb:", group);
	for (i = 0; i < COMMANDS; i++)
		if (is_of_group(&commands[i], group, strlen(group)))
			fprintf(out, "  netflowctl %-18s  %s\n", commands[i].name,
				commands[i].summary);
	return help ? CTL_OK : CTL_USAGE;
}

static bool is_group(const char *name)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		if (is_of_group(&commands[i], name, strlen(name)))
			return true;
	return false;
}

/* @verb: the next word, NULL: none. A command of two words takes it. */
static const struct command *find_command(const char *name, const char *verb)
{
	size_t i, length = strlen(name);

	for (i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
		if (verb && is_of_group(&commands[i], name, length) &&
		    !strcmp(commands[i].name + length + 1, verb))
			return &commands[i];
	}
	return NULL;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct options options = { .argc = argc - 1, .argv = argv + 1 };
	int status;

	if (command->options & OPTION_FOREIGN)
		return command->run(&options);
	if (options_parse(command, argc, argv, &options))
		return CTL_USAGE;
	if (options.present & OPTION_HELP) {
		print_command_help(command);
		return CTL_OK;
	}
	if (options.netns && netns_enter(options.netns))
		return CTL_ERROR;
	status = command->run(&options);
	if (status == CTL_OK && options.present & OPTION_SAVE && config_save(CONFIG_FILE))
		status = CTL_ERROR;
	return status;
}

static int run_line(int argc, char **argv)
{
	const struct command *command = &commands[0];
	int skip;

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
			 !strcmp(argv[1], "help"))) {
		print_help();
		return CTL_OK;
	}
	if (argc > 1 && (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))) {
		print_version();
		return CTL_OK;
	}
	/* Its arguments are the words of another line, whatever they are. */
	if (argc > 1 && !strcmp(argv[1], "complete"))
		return complete(argc - 2, argv + 2);
	/* Options without a command are those of 'show'. */
	if (argc < 2 || argv[1][0] == '-')
		return run(command, argc, argv);
	command = find_command(argv[1], argv[2]);
	if (command) {
		skip = strchr(command->name, ' ') ? 2 : 1;
		return run(command, argc - skip, argv + skip);
	}
	if (is_group(argv[1]))
		return tell_group(argv[1], argv[2]);
	complain("there is no command '%s'; 'netflowctl --help' lists them", argv[1]);
	return CTL_USAGE;
}

int main(int argc, char **argv)
{
	int status = run_line(argc, argv);

	if (fflush(stdout) || ferror(stdout)) {
		complain("cannot write the output: %m");
		return CTL_ERROR;
	}
	return status;
}
