/* SPDX-License-Identifier: GPL-2.0 */
/* netflowctl doctor */
#ifndef _CTL_DOCTOR_DOCTOR_H
#define _CTL_DOCTOR_DOCTOR_H

#include "command/command.h"

extern const struct command doctor_command;

#endif /* _CTL_DOCTOR_DOCTOR_H */
