/* SPDX-License-Identifier: GPL-2.0 */
/* Text wrapped or cut to the width of the terminal. */
#ifndef _CTL_TEXT_WRAP_H
#define _CTL_TEXT_WRAP_H

#include <stdio.h>

/**
 * print_wrapped - print a text in lines of a given width, followed by a newline
 * @text: words; one that is longer than a line is broken after commas
 * @column: column of the cursor, at which further lines begin as well
 * @width: width of the terminal in columns; 0 for a single line
 */
void print_wrapped(const char *text, int column, int width);

/**
 * parts_fit - find how much of a line fits without cutting one of its parts
 * @line: parts separated by two blanks
 * @width: width of the terminal in columns; 0 for no limit
 *
 * Return: length in bytes, or @width if not even the first part fits.
 */
int parts_fit(const char *line, int width);

/**
 * print_cut - print an address or name, replacing its middle with '~' if it is too long
 * @out: where to print
 * @text: the address or name
 * @width: maximum width in columns
 *
 * The beginning and the end are kept because the network, the port and the last digits
 * are the most distinctive parts.
 *
 * Return: columns printed.
 */
int print_cut(FILE *out, const char *text, int width);

#endif /* _CTL_TEXT_WRAP_H */
