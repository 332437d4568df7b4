/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl rule */
#ifndef _CTL_MONITORS_RULE_H
#define _CTL_MONITORS_RULE_H

#include "command/command.h"

extern const struct command rule_add_command;
extern const struct command rule_list_command;
extern const struct command rule_delete_command;

#endif /* _CTL_MONITORS_RULE_H */
