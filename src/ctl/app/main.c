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
#include "text/similar.h"
#include "text/wrap.h"
#include "commands.h"
#include "complete.h"

/* That of docs/netflowctl.schema.json. */
#define JSON_VERSION	1

static void print_help(void)
{
	const struct command *command;
	size_t i;

	printf("Usage: netflowctl [OPTION...] [COMMAND] [ARGUMENT...]\n\n");
	print_wrapped("Meter the network flows of this machine and export them by NetFlow v5, v9 "
		      "or IPFIX. The default command is show.", 0, options_width());
	printf("\nCommands:\n");
	for (i = 0; (command = command_at(i)); i++) {
		printf("  %-18s  ", command->name);
		print_wrapped(command->summary, 22, options_width());
	}
	printf("\nRun 'netflowctl help COMMAND' for details.\n\nFor example:\n"
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

	printf("netflowctl %s\nJSON version %d\n", NETFLOW_VERSION, JSON_VERSION);
	json_object_foreach(versions, name, version)
		printf("%s %s (loaded)\n", name, json_string_value(version));
	json_decref(versions);
}

/* Is the command named "GROUP VERB"? */
static bool is_of_group(const struct command *command, const char *group, size_t length)
{
	return !strncmp(command->name, group, length) && command->name[length] == ' ';
}

static void list_group(FILE *out, const char *group)
{
	const struct command *command;
	size_t i;

	for (i = 0; (command = command_at(i)); i++)
		if (is_of_group(command, group, strlen(group)))
			fprintf(out, "  netflowctl %-18s  %s\n", command->name, command->summary);
}

/* A verb is missing, or wrong. */
static int refuse_group(const char *group, const char *verb)
{
	struct similar search = { .typed = verb ? verb : "" };
	const struct command *command;
	size_t i;

	for (i = 0; (command = command_at(i)); i++)
		if (is_of_group(command, group, strlen(group)))
			similar_offer(&search, command->name + strlen(group) + 1);
	if (!verb)
		complain("'%s' needs a verb:", group);
	else if (search.best[0])
		complain("'%s' has no '%s'; did you mean '%s'? The commands are:", group, verb,
			 search.best);
	else
		complain("'%s' has no '%s'; the commands are:", group, verb);
	list_group(stderr, group);
	return CTL_USAGE;
}

/* There is no command of that name. */
static int refuse_command(const char *name)
{
	struct similar search = { .typed = name };
	const struct command *command;
	char first[32];
	size_t i;

	similar_offer(&search, "help");
	for (i = 0; (command = command_at(i)); i++) {
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(command->name, " "),
			 command->name);
		similar_offer(&search, first);
	}
	if (search.best[0])
		complain("there is no command '%s'; did you mean '%s'? 'netflowctl --help' lists "
			 "them all", name, search.best);
	else
		complain("there is no command '%s'; 'netflowctl --help' lists them", name);
	return CTL_USAGE;
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

/* Help on what the words name: nothing, a group, a command. */
static int help_on(int argc, char **argv)
{
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
	const struct command *command = argc ? find_command(argv[0], verb) : NULL;

	if (!argc)
		print_help();
	else if (command)
		print_command_help(command);
	else if (is_group(argv[0]) && verb)
		return refuse_group(argv[0], verb);
	else if (is_group(argv[0]))
		list_group(stdout, argv[0]);
	else
		return refuse_command(argv[0]);
	return CTL_OK;
}

/* Is one of the words a request for help? */
static bool asks_help(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

/* Move the options before the words of the command to the place behind these. */
static void move_options(char **argv, int options, int words)
{
	char *first;
	int i;

	for (; words > 0; words--) {
		first = argv[options];
		for (i = options; i > 0; i--)
			argv[i] = argv[i - 1];
		*argv++ = first;
	}
}

/* @leading: number of words before that of the command, argv[1 + @leading] */
static int run_command(int argc, char **argv, int leading)
{
	char **words = argv + 1 + leading;
	int count = argc - 1 - leading, skip;
	const struct command *command = find_command(words[0], count > 1 ? words[1] : NULL);

	if (command) {
		skip = strchr(command->name, ' ') ? 2 : 1;
		move_options(argv + 1, leading, skip);
		return run(command, argc - skip, argv + skip);
	}
	if (is_group(words[0]))
		return asks_help(count - 1, words + 1) ?
		       help_on(1, words) : refuse_group(words[0], count > 1 ? words[1] : NULL);
	/* An argument of 'show', which goes without saying. */
	return leading ? run(command_at(0), argc, argv) : refuse_command(words[0]);
}

static int run_line(int argc, char **argv)
{
	int leading = options_leading(argc - 1, argv + 1);
	char **words = argv + 1 + leading;
	int count = argc - 1 - leading;

	/* Its arguments are the words of another command line: do not parse them as options. */
	if (argc > 1 && !strcmp(argv[1], "complete"))
		return complete(argc - 2, argv + 2);
	if (argc > 1 && (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))) {
		print_version();
		return CTL_OK;
	}
	if (asks_help(leading, argv + 1))
		return help_on(count, words);
	if (count > 0 && !strcmp(words[0], "help"))
		return help_on(count - 1, words + 1);
	/* Options without a command belong to 'show'. */
	if (count <= 0 || words[0][0] == '-')
		return run(command_at(0), argc, argv);
	return run_command(argc, argv, leading);
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
