/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl enable, disable, status, flush */
#ifndef _CTL_MONITORS_ENABLE_H
#define _CTL_MONITORS_ENABLE_H

#include "command/command.h"

extern const struct command enable_command;
extern const struct command disable_command;
extern const struct command status_command;
extern const struct command flush_command;

#endif /* _CTL_MONITORS_ENABLE_H */
