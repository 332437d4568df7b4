/* SPDX-License-Identifier: GPL-2.0 */
/* Words for people, JSON for programs. */
#ifndef _CTL_OUTPUT_H
#define _CTL_OUTPUT_H

#include "kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <jansson.h>

enum colour {
	COLOUR_NONE,
	COLOUR_HEADING,
	COLOUR_NAME,
	COLOUR_GOOD,
	COLOUR_WARN,
	COLOUR_BAD,
	COLOUR_DIM,
};

/* Room for the result of any format_ function. */
#define FORMAT_SIZE	32

/** complain - a line on stderr, with the program's name before it */
void complain(const char *format, ...) __printf(1, 2);

/**
 * colour - the escape sequence that begins a colour
 * Return: "" where stdout is no terminal, or NO_COLOR is set.
 */
const char *colour(enum colour colour);

/** print_coloured - print to stdout in a colour, as printf */
void print_coloured(enum colour which, const char *format, ...)
	__printf(2, 3);

/** print_note - a text about what is above it, in lines as wide as the terminal */
void print_note(const char *text);

/** format_count - 1234567 as "1,234,567" */
const char *format_count(u64 count, char *buf);

/** format_bytes - 1234567 as "1.2 MiB" */
const char *format_bytes(u64 bytes, char *buf);

/** format_rate - bits a second: 1234567 as "1.23 Mbit/s" */
const char *format_rate(u64 bits, char *buf);

/** format_duration - milliseconds as "12.3 s", "4m05s", "3h25m", "2d04h" */
const char *format_duration(u64 ms, char *buf);

/** print_json - print a value and drop the reference to it */
void print_json(json_t *value);

/** json_number - a member of an object, 0 if it isn't there */
u64 json_number(const json_t *object, const char *name);

/** json_text - a member of an object, "" if it isn't there */
const char *json_text(const json_t *object, const char *name);

/** terminal_width - columns of the terminal that stdout is, 0: it is none */
int terminal_width(void);

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
 * Return: characters printed.
 */
int print_cut(FILE *out, const char *text, int width);

#endif /* _CTL_OUTPUT_H */
