/* SPDX-License-Identifier: GPL-2.0 */
/* A command of netflowctl. */
#ifndef _CTL_COMMAND_COMMAND_H
#define _CTL_COMMAND_COMMAND_H

struct options;

/* Exit statuses; netflowctl(8) documents them. */
enum ctl_status {
	CTL_OK,
	CTL_ERROR,
	CTL_USAGE,
	CTL_NOT_ACTIVE,
	CTL_FINDINGS,
};

/**
 * struct command - a verb
 * @name: as typed; in a group, two words, as in "monitor add"
 * @arguments: its arguments, for the usage line
 * @run: runs the command, reports errors on stderr and returns enum ctl_status
 * @summary: one line
 * @options: bits of the OPTION_* that it accepts
 * @least: minimum number of arguments
 * @most: maximum number of arguments
 * @help: further sentences, or NULL
 */
struct command {
	const char *name;
	const char *arguments;
	int (*run)(const struct options *options);
	const char *summary;
	unsigned int options;
	int least;
	int most;
	const char *help;
};

#endif /* _CTL_COMMAND_COMMAND_H */
