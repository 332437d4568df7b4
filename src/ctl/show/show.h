/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl show, stats */
#ifndef _CTL_SHOW_SHOW_H
#define _CTL_SHOW_SHOW_H

#include "command/command.h"

extern const struct command show_command;
extern const struct command stats_command;

#endif /* _CTL_SHOW_SHOW_H */
