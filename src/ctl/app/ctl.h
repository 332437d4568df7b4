/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of netflowctl. */
#ifndef _CTL_H
#define _CTL_H

#include <stddef.h>

#include "options.h"

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

/** command_at - the commands by number, NULL behind the last */
const struct command *command_at(size_t i);

/** complete - tell what the last of the words may become */
int complete(int argc, char **argv);

/**
 * settings_allowed - may the monitor get these, with the rules that it has?
 * Return: 0 or a negative errno, told on stderr.
 */
int settings_allowed(const struct settings_given *settings, const char *monitor);

int enable_run(const struct options *options);
int disable_run(const struct options *options);
int status_run(const struct options *options);
int show_run(const struct options *options);
int stats_run(const struct options *options);
int flows_run(const struct options *options);
int doctor_run(const struct options *options);
int events_run(const struct options *options);
int top_run(const struct options *options);
int flush_run(const struct options *options);
int get_run(const struct options *options);
int set_run(const struct options *options);
int fields_run(const struct options *options);
int monitor_add_run(const struct options *options);
int monitor_set_run(const struct options *options);
int monitor_list_run(const struct options *options);
int monitor_delete_run(const struct options *options);
int destination_add_run(const struct options *options);
int destination_list_run(const struct options *options);
int destination_delete_run(const struct options *options);
int rule_add_run(const struct options *options);
int rule_list_run(const struct options *options);
int rule_delete_run(const struct options *options);
int showconf_run(const struct options *options);
int setconf_run(const struct options *options);
int syncconf_run(const struct options *options);
int save_run(const struct options *options);
int reload_run(const struct options *options);
int watch_run(const struct options *options);
int nft_run(const struct options *options);

#endif /* _CTL_H */
