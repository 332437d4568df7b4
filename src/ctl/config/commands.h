/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl showconf, setconf, syncconf, checkconf, save, reload */
#ifndef _CTL_CONFIG_COMMANDS_H
#define _CTL_CONFIG_COMMANDS_H

#include "command/command.h"

extern const struct command showconf_command;
extern const struct command setconf_command;
extern const struct command syncconf_command;
extern const struct command checkconf_command;
extern const struct command save_command;
extern const struct command reload_command;

#endif /* _CTL_CONFIG_COMMANDS_H */
