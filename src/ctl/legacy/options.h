/* SPDX-License-Identifier: GPL-2.0 */
/* The command line of ipt_netflow. */
#ifndef _CTL_LEGACY_OPTIONS_H
#define _CTL_LEGACY_OPTIONS_H

#include <stdbool.h>

#include "kernel/settings.h"

enum legacy_mode {
	LEGACY_SHOW,
	LEGACY_STATUS,
	LEGACY_INSTALL,
	LEGACY_ENABLE,
	LEGACY_DISABLE,
	LEGACY_REMOVE,
};

/**
 * struct legacy - the command line
 * @mode: what to do
 * @help: print the options instead
 * @help_long: show the manual instead
 * @verbose: report each step on stdout
 * @version: print the version instead
 * @settings: settings given as options
 */
struct legacy {
	enum legacy_mode mode;
	bool help;
	bool help_long;
	bool verbose;
	bool version;
	struct settings_given settings;
};

/**
 * legacy_parse - parse the command line
 * @argc: as passed to main()
 * @argv: as passed to main()
 * @legacy: filled in
 * Return: 0, or -EINVAL after reporting the error on stderr.
 */
int legacy_parse(int argc, char **argv, struct legacy *legacy);

/** legacy_help - print one line about the program and two about each option */
void legacy_help(void);

#endif /* _CTL_LEGACY_OPTIONS_H */
