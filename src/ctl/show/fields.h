/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl fields */
#ifndef _CTL_SHOW_FIELDS_H
#define _CTL_SHOW_FIELDS_H

#include "command/command.h"

extern const struct command fields_command;

#endif /* _CTL_SHOW_FIELDS_H */
