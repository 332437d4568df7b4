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

/** netflow_span - the text without the white space around it */
struct netflow_span netflow_span(const char *text);

/** netflow_list - a comma-separated list, to be read by netflow_list_next() */
struct netflow_span netflow_list(const char *text);

/**
 * netflow_list_next - cut the first entry off a list
 * @list: moves on behind the comma
 * @entry: the entry without the white space around it; may be empty
 * Return: false if there was none left.  A list of white space has no entry.
 */
bool netflow_list_next(struct netflow_span *list, struct netflow_span *entry);

/** netflow_span_is - is it this word? In any case of letters. */
bool netflow_span_is(const struct netflow_span *span, const char *word);

/**
 * netflow_span_u32 - read a decimal number: digits only
 * Return: 0; -EINVAL: not a number; -ERANGE: above 2^32 - 1.
 */
int netflow_span_u32(const struct netflow_span *span, u32 *value);

/**
 * netflow_cut - end a text at the first @mark
 * Return: what is behind the mark; NULL if there is none.
 */
char *netflow_cut(char *text, char mark);

/**
 * netflow_quote - the text as it can be shown in a sentence
 * @buf: what can't be printed is escaped, what is too long ends in "..."
 * @span: the text
 * Return: @buf.
 */
const char *netflow_quote(char buf[NETFLOW_QUOTE_SIZE], const struct netflow_span *span);

/**
 * netflow_refuse - write the sentence of a refusal
 * Return: -EINVAL.
 */
__printf(2, 3)
int netflow_refuse(struct netflow_error *error, const char *format, ...);

/**
 * netflow_protocol_read - 5, v5, netflow5, 9, v9, netflow9, 10, v10, ipfix
 * Return: 5, 9, 10; or -EINVAL.
 */
int netflow_protocol_read(const struct netflow_span *span);

/**
 * netflow_destinations_write - the canonical text of a list
 * @text: a list that netflow_destinations_parse() accepts
 * @buf: room for it, or NULL: only measure
 * Return: length without the NUL.
 */
int netflow_destinations_write(const char *text, char *buf);

/** netflow_aggregation_write - the same for a list of netflow_aggregation_parse() */
int netflow_aggregation_write(const char *text, char *buf);

#endif /* _NETFLOW_TEXT_H */
