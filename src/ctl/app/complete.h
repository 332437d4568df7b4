/* SPDX-License-Identifier: GPL-2.0 */
/* The shell's completion. */
#ifndef _CTL_APP_COMPLETE_H
#define _CTL_APP_COMPLETE_H

/**
 * complete - print possible completions of the last word, one a line
 * @argc: number of words
 * @argv: the words of the command line, without the program's name
 * Return: enum ctl_status.
 */
int complete(int argc, char **argv);

#endif /* _CTL_APP_COMPLETE_H */
