/* SPDX-License-Identifier: GPL-2.0 */
/* The table of commands. */
#ifndef _CTL_APP_COMMANDS_H
#define _CTL_APP_COMMANDS_H

#include <stddef.h>

struct command;

/**
 * command_at - get a command by its position in the table
 * @i: position, from 0
 * Return: the command, or NULL past the end of the table.
 */
const struct command *command_at(size_t i);

#endif /* _CTL_APP_COMMANDS_H */
