/* SPDX-License-Identifier: GPL-2.0 */
/* Other programs, where there is no library that does it. */
#ifndef _CTL_KERNEL_PROGRAM_H
#define _CTL_KERNEL_PROGRAM_H

#include <stdbool.h>

/**
 * program_run - run a program to its end
 * @argv: its name, looked for in PATH, arguments, NULL
 * @output: gets all that it prints, errors too, to be freed; NULL: it prints to
 *	where this program does
 * Return: its exit status, or a negative errno (-ENOENT: there is no such program).
 */
int program_run(const char *const argv[], char **output);

/** program_found - is there such a program in PATH? */
bool program_found(const char *name);

#endif /* _CTL_KERNEL_PROGRAM_H */
