/* SPDX-License-Identifier: GPL-2.0 */
/* ipt_netflow: the command line that the users of ipt_NETFLOW know. */
#ifndef _CTL_LEGACY_H
#define _CTL_LEGACY_H

#include <stdbool.h>

#include "app/options.h"

/* The module's old name, which is an alias of xt_NETFLOW. */
#define LEGACY_MODULE	"ipt_NETFLOW"

#define LEGACY_SYSCTL	"/proc/sys/net/netflow"
#define LEGACY_STAT	"/proc/net/stat/ipt_netflow"
#define LEGACY_LOG	"/var/log/ipt_netflow.log"

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
 * @mode: what is to be done
 * @help: print the options instead
 * @help_long: show the manual instead
 * @verbose: tell what is done
 * @version: print the version instead
 * @settings: those that were given
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
 * legacy_parse - read the command line
 * @argc: as main() got it
 * @argv: likewise
 * @legacy: to be filled
 * Return: 0, or -EINVAL: told on stderr.
 */
int legacy_parse(int argc, char **argv, struct legacy *legacy);

/** legacy_help - print one line about the program and some about each option */
void legacy_help(void);

/**
 * legacy_manual - show the installed manual in a text browser
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_manual(void);

/**
 * legacy_show - print the report of the mode show
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_show(void);

/**
 * legacy_build - have DKMS build and install the modules, if this kernel has none
 * @verbose: show what DKMS says; otherwise only what it says when it fails
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_build(bool verbose);

/**
 * legacy_unbuild - have DKMS remove what it built, for all kernels
 * Fine where it built nothing.
 * Return: 0 or a negative errno, told on stderr.
 */
int legacy_unbuild(bool verbose);

#endif /* _CTL_LEGACY_H */
