/* SPDX-License-Identifier: GPL-2.0 */
/* The table of commands. */
#ifndef _CTL_APP_COMMANDS_H
#define _CTL_APP_COMMANDS_H

#include <stddef.h>

struct command;

/** command_at - the commands by number, NULL behind the last */
const struct command *command_at(size_t i);

#endif /* _CTL_APP_COMMANDS_H */
