/* SPDX-License-Identifier: GPL-2.0 */
/* Width of text on a terminal, in the character set of the locale. */
#ifndef _CTL_TEXT_WIDTH_H
#define _CTL_TEXT_WIDTH_H

#include <stddef.h>

/**
 * text_width - measure a text
 * @text: NUL-terminated
 *
 * Return: columns; an invalid byte takes one.
 */
int text_width(const char *text);

/**
 * text_width_of - measure the beginning of a text
 * @text: NUL-terminated
 * @size: bytes to measure
 *
 * Return: columns.
 */
int text_width_of(const char *text, size_t size);

/**
 * text_head - find how much of a text's beginning fits
 * @text: NUL-terminated
 * @columns: room
 *
 * Return: bytes of the whole characters that fit.
 */
int text_head(const char *text, int columns);

/**
 * text_tail - find how much of a text's end fits
 * @text: NUL-terminated
 * @columns: room
 *
 * Return: the first character that fits, inside @text.
 */
const char *text_tail(const char *text, int columns);

#endif /* _CTL_TEXT_WIDTH_H */
