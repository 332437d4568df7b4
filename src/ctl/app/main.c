// SPDX-License-Identifier: GPL-2.0
#include <jansson.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/options.h"
#include "config/file.h"
#include "kernel/netns.h"
#include "modules/find.h"
#include "text/complain.h"
#include "text/wrap.h"
#include "commands.h"
#include "complete.h"

static void print_help(void)
{
	const struct command *command;
	size_t i;

	printf("Usage: netflowctl [COMMAND] [OPTION...] [ARGUMENT...]\n\n");
	print_wrapped("Meter the network flows of this machine and export them by NetFlow v5, v9 "
		      "or IPFIX. The default command is show.", 0, options_width());
	printf("\nCommands:\n");
	for (i = 0; (command = command_at(i)); i++) {
		printf("  %-18s  ", command->name);
		print_wrapped(command->summary, 22, options_width());
	}
	printf("\nRun 'netflowctl COMMAND --help' for details.\n\nFor example:\n"
	       "  netflowctl enable --destination 192.0.2.1:2055\n");
}

static void print_command_help(const struct command *command)
{
	printf("Usage: netflowctl %s [OPTION...]%s%s\n\n%s.\n", command->name,
	       command->arguments[0] ? " " : "", command->arguments, command->summary);
	if (command->help)
		print_wrapped(command->help, 0, options_width());
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

/* Is the command named "GROUP VERB"? */
static bool is_of_group(const struct command *command, const char *group, size_t length)
{
	return !strncmp(command->name, group, length) && command->name[length] == ' ';
}

/* List the verbs of a group, after an error or for --help. */
static int tell_group(const char *group, const char *verb)
{
	bool help = verb && (!strcmp(verb, "--help") || !strcmp(verb, "-h"));
	FILE *out = help ? stdout : stderr;
	const struct command *command;
	size_t i;

	if (!help && verb)
		complain("'%s' has no '%s'; the commands are:", group, verb);
	else if (!help)
		complain("'%s' needs a verb:", group);
	for (i = 0; (command = command_at(i)); i++)
		if (is_of_group(command, group, strlen(group)))
			fprintf(out, "  netflowctl %-18s  %s\n", command->name, command->summary);
	return help ? CTL_OK : CTL_USAGE;
}

static bool is_group(const char *name)
{
	const struct command *command;
	size_t i;

	for (i = 0; (command = command_at(i)); i++)
		if (is_of_group(command, name, strlen(name)))
			return true;
	return false;
}

/* @verb: the next word, or NULL; the second word of a command that has two */
static const struct command *find_command(const char *name, const char *verb)
{
	size_t i, length = strlen(name);
	const struct command *command;

	for (i = 0; (command = command_at(i)); i++) {
		if (!strcmp(command->name, name))
			return command;
		if (verb && is_of_group(command, name, length) &&
		    !strcmp(command->name + length + 1, verb))
			return command;
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
	const struct command *command = command_at(0);
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
	/* Its arguments are the words of another command line: do not parse them as options. */
	if (argc > 1 && !strcmp(argv[1], "complete"))
		return complete(argc - 2, argv + 2);
	/* Options without a command belong to 'show'. */
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
	int status;

	/* Needed only for character widths; numbers look the same in any locale. */
	setlocale(LC_CTYPE, "");
	status = run_line(argc, argv);
	if (fflush(stdout) || ferror(stdout)) {
		complain("cannot write the output: %m");
		return CTL_ERROR;
	}
	return status;
}
