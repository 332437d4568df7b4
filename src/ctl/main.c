// SPDX-License-Identifier: GPL-2.0
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "modules.h"
#include "netns.h"
#include "output.h"

static const struct command commands[] = {
	{ "show", "[MONITOR]", show_run, "Everything: monitors, destinations, statistics, rules",
	  OPTION_JSON | OPTION_MONITOR, 0, 1,
	  "Settings that differ from their default are marked with '*'." },
	{ "enable", "", enable_run, "Begin to meter: load the modules, set settings, add rules",
	  OPTION_BACKEND | OPTION_HOOK | OPTION_MONITOR | OPTION_SETTINGS, 0, 0,
	  "The rules are in a table of their own, 'inet netflow' ('inet netflow-NAME' for another\n"
	  "monitor), and are replaced whole: doing it twice is doing it once. Hooks that are not\n"
	  "named are no longer metered; without --hook that is forward,input,output." },
	{ "disable", "", disable_run, "Stop metering; what is in the cache is exported first",
	  OPTION_MONITOR | OPTION_ALL | OPTION_UNLOAD, 0, 0,
	  "Only what 'enable' made is taken away: its table and its hooks." },
	{ "status", "", status_run, "Tell whether anything is metered",
	  OPTION_QUIET | OPTION_JSON | OPTION_MONITOR, 0, 0,
	  "Exit status 0: something feeds a monitor; 3: nothing does, or the module is not loaded;\n"
	  "1: it could not be found out." },
	{ "stats", "[MONITOR]", stats_run, "Statistics of the monitors",
	  OPTION_JSON | OPTION_MONITOR, 0, 1,
	  "All that was metered was exported, was lost, or is still in the cache." },
	{ "flows", "", flows_run, "The flows in the cache",
	  OPTION_SORT | OPTION_LIMIT | OPTION_JSON | OPTION_MONITOR, 0, 0, NULL },
	{ "flush", "", flush_run, "Export all flows in the cache now",
	  OPTION_MONITOR | OPTION_ALL, 0, 0, NULL },
	{ "get", "[SETTING...]", get_run, "Print settings",
	  OPTION_JSON | OPTION_MONITOR, 0, INT_MAX,
	  "One setting: its value alone. Otherwise lines of 'SETTING = VALUE'." },
	{ "set", "SETTING VALUE ...", set_run, "Change settings, all of them or none",
	  OPTION_MONITOR, 1, INT_MAX,
	  "SETTING=VALUE is understood too. 'netflowctl get' lists the settings." },
	{ "fields", "", fields_run, "The Information Elements that can be exported",
	  OPTION_JSON, 0, 0, NULL },
};

#define COMMANDS	ARRAY_SIZE(commands)

static void print_help(void)
{
	size_t i;

	printf("Usage: netflowctl [COMMAND] [OPTION...] [ARGUMENT...]\n\n"
	       "Meter the network flows of this machine and export them by NetFlow v5, v9 or IPFIX.\n"
	       "Without a command: show.\n\nCommands:\n");
	for (i = 0; i < COMMANDS; i++)
		printf("  %-8s  %s\n", commands[i].name, commands[i].summary);
	printf("\n'netflowctl COMMAND --help' tells more about each.\n\nFor example:\n"
	       "  netflowctl enable --destination 192.0.2.1:2055 --protocol ipfix\n");
}

static void print_command_help(const struct command *command)
{
	printf("Usage: netflowctl %s [OPTION...]%s%s\n\n%s.\n", command->name,
	       command->arguments[0] ? " " : "", command->arguments, command->summary);
	if (command->help)
		printf("%s\n", command->help);
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

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	complain("there is no command '%s'; 'netflowctl --help' lists them", name);
	return NULL;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct options options;

	if (options_parse(command, argc, argv, &options))
		return CTL_USAGE;
	if (options.present & OPTION_HELP) {
		print_command_help(command);
		return CTL_OK;
	}
	if (options.netns && netns_enter(options.netns))
		return CTL_ERROR;
	return command->run(&options);
}

static int run_line(int argc, char **argv)
{
	const struct command *command = &commands[0];

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
			 !strcmp(argv[1], "help"))) {
		print_help();
		return CTL_OK;
	}
	if (argc > 1 && (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))) {
		print_version();
		return CTL_OK;
	}
	/* Options without a command are those of 'show'. */
	if (argc < 2 || argv[1][0] == '-')
		return run(command, argc, argv);
	command = find_command(argv[1]);
	return command ? run(command, argc - 1, argv + 1) : CTL_USAGE;
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
