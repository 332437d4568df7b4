/* SPDX-License-Identifier: GPL-2.0 */
/* Errors and warnings. */
#ifndef _CTL_TEXT_COMPLAIN_H
#define _CTL_TEXT_COMPLAIN_H

#include "kernel.h"

/**
 * complain - print a line on stderr, prefixed with the program's name
 * @format: as for printf(), without a newline
 * @...: arguments of @format
 */
void complain(const char *format, ...) __printf(1, 2);

#endif /* _CTL_TEXT_COMPLAIN_H */
