/* SPDX-License-Identifier: GPL-2.0 */
/* Human-readable output: colours, numbers and notes. */
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
 * colour - get the escape sequence that starts a colour
 * @colour: the colour; COLOUR_NONE ends a colour
 *
 * Return: the sequence, or "" if stdout is not a terminal or NO_COLOR is set.
 */
const char *colour(enum colour colour);

/**
 * print_coloured - print to stdout in a colour
 * @which: the colour
 * @format: as for printf()
 * @...: arguments of @format
 */
void print_coloured(enum colour which, const char *format, ...)
	__printf(2, 3);

/**
 * print_note - print a note below other output, wrapped to the terminal's width
 * @text: the note
 */
void print_note(const char *text);

/**
 * format_count - write 1234567 as "1,234,567"
 * @count: the number
 * @buf: room for FORMAT_SIZE bytes
 *
 * Return: @buf.
 */
const char *format_count(u64 count, char *buf);

/**
 * format_bytes - write 1234567 as "1.2 MiB"
 * @bytes: the number of bytes
 * @buf: room for FORMAT_SIZE bytes
 *
 * Return: @buf.
 */
const char *format_bytes(u64 bytes, char *buf);

/**
 * format_rate - write 1234567 as "1.2 Mbit/s"
 * @bits: the rate in bits per second
 * @buf: room for FORMAT_SIZE bytes
 *
 * Return: @buf.
 */
const char *format_rate(u64 bits, char *buf);

/**
 * format_duration - write a duration as "12.3 s", "4m05s", "3h25m" or "2d04h"
 * @ms: the duration in milliseconds
 * @buf: room for FORMAT_SIZE bytes
 *
 * Return: @buf.
 */
const char *format_duration(u64 ms, char *buf);

/**
 * terminal_width - get the width of the terminal
 *
 * Return: columns, or 0 if stdout is not a terminal.
 */
int terminal_width(void);

#endif /* _CTL_TEXT_OUTPUT_H */
