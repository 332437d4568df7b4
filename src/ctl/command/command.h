/* SPDX-License-Identifier: GPL-2.0 */
/* A command of netflowctl. */
#ifndef _CTL_COMMAND_COMMAND_H
#define _CTL_COMMAND_COMMAND_H

struct options;

/* Exit statuses, told in netflowctl(8). */
enum ctl_status {
	CTL_OK,
	CTL_ERROR,
	CTL_USAGE,
	CTL_NOT_ACTIVE,
	CTL_FINDINGS,
};

/**
 * struct command - a verb
 * @name: as typed; of a group two words, as "monitor add"
 * @arguments: what follows the options, for the usage line
 * @run: does it, tells errors on stderr; returns enum ctl_status
 * @summary: one line
 * @options: OPTION_* that it takes
 * @least: least number of arguments
 * @most: greatest number of arguments
 * @help: more about it, whole lines, or NULL
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
