/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl flows */
#ifndef _CTL_FLOWS_FLOWS_H
#define _CTL_FLOWS_FLOWS_H

#include "command/command.h"

extern const struct command flows_command;

#endif /* _CTL_FLOWS_FLOWS_H */
