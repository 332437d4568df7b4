/* SPDX-License-Identifier: GPL-2.0 */
/* What is said of an option that a command does not have. */
#ifndef _CTL_COMMAND_REFUSAL_H
#define _CTL_COMMAND_REFUSAL_H

#include <getopt.h>

struct command;

/**
 * refuse_option - report an option that getopt_long() did not accept
 * @command: the command
 * @list: its options
 * @text: the option as it was typed
 * @value: what getopt_long() returned
 * Return: -EINVAL.
 */
int refuse_option(const struct command *command, const struct option *list, const char *text,
		  int value);

/**
 * refuse_wrong_hook - report --hook where only the setting --hooks can be meant
 * @command: a command that takes settings, but not --hook
 * @argc: number of words
 * @argv: the words
 *
 * getopt_long() would take --hook for an abbreviation.
 * Return: 0, or -EINVAL after reporting it.
 */
int refuse_wrong_hook(const struct command *command, int argc, char **argv);

#endif /* _CTL_COMMAND_REFUSAL_H */
