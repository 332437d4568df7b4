/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl watch */
#ifndef _CTL_APP_WATCH_H
#define _CTL_APP_WATCH_H

#include "command/command.h"

extern const struct command watch_command;

#endif /* _CTL_APP_WATCH_H */
