// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Not isspace(): the kernel's also accepts the no-break space of Latin-1. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct netflow_span trim(struct netflow_span span)
{
	while (span.length && is_space(span.start[0])) {
		span.start++;
		span.length--;
	}
	while (span.length && is_space(span.start[span.length - 1]))
		span.length--;
	return span;
}

struct netflow_span netflow_span(const char *text)
{
	struct netflow_span span = { text, strlen(text) };

	return trim(span);
}

/* A list without further entries has a NULL start. */
struct netflow_span netflow_list(const char *text)
{
	struct netflow_span list = netflow_span(text);

	if (!list.length)
		list.start = NULL;
	return list;
}

bool netflow_list_next(struct netflow_span *list, struct netflow_span *entry)
{
	const char *comma;

	if (!list->start)
		return false;

	*entry = *list;
	comma = memchr(list->start, ',', list->length);
	if (comma) {
		entry->length = comma - list->start;
		list->start = comma + 1;
		list->length -= entry->length + 1;
	} else {
		list->start = NULL;
	}
	*entry = trim(*entry);
	return true;
}

bool netflow_span_is(const struct netflow_span *span, const char *word)
{
	return span->length == strlen(word) && !strncasecmp(span->start, word, span->length);
}

int netflow_span_u32(const struct netflow_span *span, u32 *value)
{
	u64 number = 0;
	size_t i;

	if (!span->length)
		return -EINVAL;
	for (i = 0; i < span->length; i++) {
		if (span->start[i] < '0' || span->start[i] > '9')
			return -EINVAL;
	}
	for (i = 0; i < span->length; i++) {
		number = number * 10 + (span->start[i] - '0');
		if (number > U32_MAX)
			return -ERANGE;
	}
	*value = number;
	return 0;
}

char *netflow_cut(char *text, char mark)
{
	char *found = strchr(text, mark);

	if (!found)
		return NULL;
	*found = '\0';
	return found + 1;
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '\\' && c != '\'';
}

const char *netflow_quote(char buf[NETFLOW_QUOTE_SIZE], const struct netflow_span *span)
{
	static const char more[] = "...";
	int room = NETFLOW_QUOTE_SIZE - sizeof(more);
	int length = 0;
	size_t i;

	for (i = 0; i < span->length; i++) {
		char c = span->start[i];
		int need = is_plain(c) ? 1 : 4;

		if (length + need > room)
			break;
		length += scnprintf(buf + length, NETFLOW_QUOTE_SIZE - length,
				    is_plain(c) ? "%c" : "\\x%02x", (unsigned char)c);
	}
	if (i < span->length)
		memcpy(buf + length, more, sizeof(more));
	else
		buf[length] = '\0';
	return buf;
}

int netflow_refuse(struct netflow_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vscnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return -EINVAL;
}

/* Return: as many clauses as fit; an empty span if the first one does not. */
static struct netflow_span first_clauses(const char *text, size_t room)
{
	struct netflow_span span = { text, strlen(text) };

	if (span.length <= room)
		return span;
	span.length = room;
	while (span.length && strncmp(text + span.length, "; ", 2))
		span.length--;
	return span;
}

struct netflow_span netflow_error_fit(const struct netflow_error *error, size_t size)
{
	struct netflow_span span = first_clauses(error->text, size - 1);
	const char *why = strstr(error->text, "': ");

	if (!span.length && why)
		span = first_clauses(why + 3, size - 1);
	if (!span.length) {
		span.start = error->text;
		span.length = strnlen(error->text, size - 1);
	}
	return span;
}

static const struct {
	const char *word;
	u8 protocol;
} protocols[] = {
	{ "5", 5 }, { "v5", 5 }, { "netflow5", 5 }, { "netflow-v5", 5 },
	{ "9", 9 }, { "v9", 9 }, { "netflow9", 9 }, { "netflow-v9", 9 },
	{ "10", 10 }, { "v10", 10 }, { "ipfix", 10 },
};

int netflow_protocol_read(const struct netflow_span *span)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		if (netflow_span_is(span, protocols[i].word))
			return protocols[i].protocol;
	}
	return -EINVAL;
}
