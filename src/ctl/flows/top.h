/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl top */
#ifndef _CTL_FLOWS_TOP_H
#define _CTL_FLOWS_TOP_H

#include "command/command.h"

extern const struct command top_command;

#endif /* _CTL_FLOWS_TOP_H */
