/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl events */
#ifndef _CTL_SHOW_EVENTS_H
#define _CTL_SHOW_EVENTS_H

#include "command/command.h"

extern const struct command events_command;

#endif /* _CTL_SHOW_EVENTS_H */
