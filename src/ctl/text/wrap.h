/* SPDX-License-Identifier: GPL-2.0 */
/* Text in lines as wide as the terminal. */
#ifndef _CTL_TEXT_WRAP_H
#define _CTL_TEXT_WRAP_H

#include <stdio.h>

/**
 * print_wrapped - print a text at this column, in lines of that width
 * @text: words, printed with a newline behind them; one that is longer than a line is
 *	parted behind its commas
 * @column: where the cursor is, and where further lines begin
 * @width: 0: one line
 */
void print_wrapped(const char *text, int column, int width);

/**
 * parts_fit - how much of a line fits without a part of it being cut
 * @line: parts with two blanks between them
 * @width: 0: all of it
 * Return: how many characters; if not even the first part fits, the width.
 */
int parts_fit(const char *line, int width);

/**
 * print_cut - print an address or name, what is too long with a '~' for its middle
 * @width: room for it
 *
 * The network, and the port or the last digits tell most.
 * Return: columns of what was printed.
 */
int print_cut(FILE *out, const char *text, int width);

#endif /* _CTL_TEXT_WRAP_H */
