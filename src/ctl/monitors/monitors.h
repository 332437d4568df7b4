/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl monitor, destination */
#ifndef _CTL_MONITORS_MONITORS_H
#define _CTL_MONITORS_MONITORS_H

#include "command/command.h"

extern const struct command monitor_add_command;
extern const struct command monitor_set_command;
extern const struct command monitor_replace_command;
extern const struct command monitor_list_command;
extern const struct command monitor_delete_command;
extern const struct command destination_add_command;
extern const struct command destination_list_command;
extern const struct command destination_delete_command;

#endif /* _CTL_MONITORS_MONITORS_H */
