/* SPDX-License-Identifier: GPL-2.0 */
/* Reading and quoting text, for the settings. */
#ifndef _NETFLOW_TEXT_H
#define _NETFLOW_TEXT_H

#include "settings.h"

/* Room for a quotation, its NUL included. */
#define NETFLOW_QUOTE_SIZE	48

/** struct netflow_span - a piece of text, not NUL-terminated */
struct netflow_span {
	const char *start;
	size_t length;
};

/**
 * netflow_span - make a span of a text without the white space around it
 * @text: NUL-terminated
 *
 * Return: the span, inside @text.
 */
struct netflow_span netflow_span(const char *text);

/**
 * netflow_list - begin to read a comma-separated list
 * @text: NUL-terminated
 *
 * Return: the list for netflow_list_next().
 */
struct netflow_span netflow_list(const char *text);

/**
 * netflow_list_next - cut the first entry off a list
 * @list: moves on behind the comma; a list of white space has no entry
 * @entry: the entry without the white space around it; may be empty
 *
 * Return: false if there was none left.
 */
bool netflow_list_next(struct netflow_span *list, struct netflow_span *entry);

/**
 * netflow_span_is - compare with a word, in any case of letters
 * @span: the text
 * @word: NUL-terminated
 *
 * Return: true if they are equal.
 */
bool netflow_span_is(const struct netflow_span *span, const char *word);

/**
 * netflow_span_u32 - read a decimal number: digits only
 * @span: the text
 * @value: gets the number
 *
 * Return: 0; -EINVAL: not a number; -ERANGE: above 2^32 - 1.
 */
int netflow_span_u32(const struct netflow_span *span, u32 *value);

/**
 * netflow_cut - end a text at the first @mark
 * @text: NUL-terminated
 * @mark: gives way to a NUL
 *
 * Return: what is behind the mark; NULL if there is none.
 */
char *netflow_cut(char *text, char mark);

/**
 * netflow_quote - make a text fit for a sentence
 * @buf: gets the text, unprintable characters escaped; a text that is too long ends in "..."
 * @span: the text
 *
 * Return: @buf.
 */
const char *netflow_quote(char buf[NETFLOW_QUOTE_SIZE], const struct netflow_span *span);

/**
 * netflow_refuse - write the sentence of a refusal
 * @error: gets the sentence
 * @format: as of printf()
 *
 * Return: -EINVAL.
 */
__printf(2, 3)
int netflow_refuse(struct netflow_error *error, const char *format, ...);

/**
 * netflow_protocol_read - read 5, v5, netflow5, 9, v9, netflow9, 10, v10, ipfix
 * @span: the text
 *
 * Return: 5, 9, 10; or -EINVAL.
 */
int netflow_protocol_read(const struct netflow_span *span);

#endif /* _NETFLOW_TEXT_H */
