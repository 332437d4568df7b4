/* SPDX-License-Identifier: GPL-2.0 */
/* Running other programs, for tasks that no library covers. */
#ifndef _CTL_KERNEL_PROGRAM_H
#define _CTL_KERNEL_PROGRAM_H

#include <stdbool.h>

/**
 * program_run - run a program and wait for it
 * @argv: its name, searched for in PATH, and its arguments; ends with NULL
 * @output: gets the program's stdout and stderr as a string, to be freed; NULL: the
 *	program inherits both
 * Return: its exit status, 128 + the signal that ended it, or a negative errno
 * (-ENOENT: there is no such program).
 */
int program_run(const char *const argv[], char **output);

/**
 * program_found - check whether a program exists
 * @name: name, searched for in PATH, or path of the program
 * Return: true if it exists and is executable.
 */
bool program_found(const char *name);

#endif /* _CTL_KERNEL_PROGRAM_H */
