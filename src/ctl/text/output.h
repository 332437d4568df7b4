/* SPDX-License-Identifier: GPL-2.0 */
/* Colours, numbers and notes for people. */
#ifndef _CTL_TEXT_OUTPUT_H
#define _CTL_TEXT_OUTPUT_H

#include "kernel.h"

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

/** terminal_width - columns of the terminal that stdout is, 0: it is none */
int terminal_width(void);

#endif /* _CTL_TEXT_OUTPUT_H */
