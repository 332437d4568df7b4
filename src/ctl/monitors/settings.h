/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl get, set */
#ifndef _CTL_MONITORS_SETTINGS_H
#define _CTL_MONITORS_SETTINGS_H

#include "command/command.h"

extern const struct command get_command;
extern const struct command set_command;

#endif /* _CTL_MONITORS_SETTINGS_H */
