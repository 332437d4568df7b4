/* SPDX-License-Identifier: GPL-2.0 */
/* Reading and quoting text, for the settings. */
#ifndef _NETFLOW_TEXT_H
#define _NETFLOW_TEXT_H

#include "settings.h"

/* Room for a quotation, its NUL included. */
#define NETFLOW_QUOTE_SIZE	48

/**
 * struct netflow_span - a piece of text, not NUL-terminated
 * @start: first character
 * @length: in bytes
 */
struct netflow_span {
	const char *start;
	size_t length;
};

/**
 * netflow_span - get the span of a text without surrounding white space
 * @text: NUL-terminated
 *
 * Return: the span, inside @text.
 */
struct netflow_span netflow_span(const char *text);

/**
 * netflow_list - start reading a comma-separated list
 * @text: NUL-terminated
 *
 * Return: the list for netflow_list_next().
 */
struct netflow_span netflow_list(const char *text);

/**
 * netflow_list_next - cut the first entry off a list
 * @list: advanced past the comma; a list of only white space has no entries
 * @entry: set to the entry without surrounding white space; may be empty
 *
 * Return: false if no entry was left.
 */
bool netflow_list_next(struct netflow_span *list, struct netflow_span *entry);

/**
 * netflow_span_is - compare with a word, ignoring case
 * @span: the text
 * @word: NUL-terminated
 *
 * Return: true if they are equal.
 */
bool netflow_span_is(const struct netflow_span *span, const char *word);

/**
 * netflow_span_u32 - read a decimal number: digits only
 * @span: the text
 * @value: set to the number
 *
 * Return: 0, -EINVAL if it is not a number, -ERANGE if it exceeds 2^32 - 1.
 */
int netflow_span_u32(const struct netflow_span *span, u32 *value);

/**
 * netflow_cut - end a text at the first @mark
 * @text: NUL-terminated
 * @mark: character to overwrite with a NUL
 *
 * Return: the text after the mark, or NULL if there is no mark.
 */
char *netflow_cut(char *text, char mark);

/**
 * netflow_quote - escape and shorten a text to quote it in a message
 * @buf: gets the text with unprintable characters escaped; ends in "..." if shortened
 * @span: the text
 *
 * Return: @buf.
 */
const char *netflow_quote(char buf[NETFLOW_QUOTE_SIZE], const struct netflow_span *span);

/**
 * netflow_refuse - format an error message
 * @error: gets the message
 * @format: as for printf()
 * @...: arguments of @format
 *
 * Return: -EINVAL.
 */
__printf(2, 3)
int netflow_refuse(struct netflow_error *error, const char *format, ...);

/**
 * netflow_error_fit - shorten an error message by leaving out whole clauses
 * @error: the message
 * @size: room for the message and a NUL
 *
 * A message is `WHAT 'QUOTE' WHY; ADVICE` or `WHAT 'QUOTE': WHY; ADVICE`. The advice is left out
 * first, then everything before the reason.
 * Return: the part of the message that fits.
 */
struct netflow_span netflow_error_fit(const struct netflow_error *error, size_t size);

/**
 * netflow_protocol_read - read 5, v5, netflow5, 9, v9, netflow9, 10, v10, ipfix
 * @span: the text
 *
 * Return: 5, 9, 10; or -EINVAL.
 */
int netflow_protocol_read(const struct netflow_span *span);

#endif /* _NETFLOW_TEXT_H */
