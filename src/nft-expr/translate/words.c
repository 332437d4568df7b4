// SPDX-License-Identifier: GPL-2.0
#include "words.h"

#include <ctype.h>
#include <string.h>

bool token_is(const struct token *token, const char *text)
{
	return (token->kind == TOKEN_WORD || token->kind == TOKEN_PUNCTUATION) &&
	       strlen(text) == token->size && !memcmp(text, token->start, token->size);
}

bool token_in(const struct token *token, const char *const *list)
{
	for (; *list; list++)
		if (token->kind == TOKEN_WORD && token_is(token, *list))
			return true;
	return false;
}

static const char *skip_blank(const char *at, const char *end)
{
	while (at < end) {
		if (*at == ' ' || *at == '\t' || *at == '\r')
			at++;
		else if (*at == '\\' && end - at > 1 && at[1] == '\n')
			at += 2;
		else if (*at == '#')
			while (at < end && *at != '\n')
				at++;
		else
			break;
	}
	return at;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '/' || c == '-';
}

/* Return: length of a word, including parts joined by a wildcard or backslash. */
static size_t word_size(const char *at, const char *end)
{
	const char *next = at;

	while (next < end && (in_word(*next) || *next == '*' ||
			      (*next == '\\' && end - next > 1 && next[1] == '*')))
		next++;
	return next - at;
}

/*
 * Return: length of an IPv6 or MAC address at @at, or 0 if there is none. Other values have at
 * most one colon: an address and a port, or the two halves of a priority.
 */
static size_t address_size(const char *at, const char *end)
{
	const char *next = at;
	int colons = 0;

	for (; next < end; next++) {
		if (!isxdigit((unsigned char)*next) && *next != ':' && *next != '.')
			break;
		colons += *next == ':';
	}
	return colons > 1 ? next - at : 0;
}

/* Read a quoted string; nft has no escapes. A string without an end is invalid. */
static struct token read_quoted(const char *at, const char *end)
{
	const char *quote = memchr(at + 1, '"', end - at - 1);

	if (!quote)
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	return (struct token){ TOKEN_QUOTED, at, quote + 1 - at };
}

/* Read @set or $variable, with optional blanks after the first character. */
static struct token read_reference(const char *at, const char *end)
{
	const char *name = skip_blank(at + 1, end);
	size_t size = word_size(name, end);

	if (!size)
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	return (struct token){ TOKEN_VALUE, at, name + size - at };
}

static struct token read_punctuation(const char *at, const char *end)
{
	static const char *const pairs[] = { "==", "!=", "<=", ">=", "<<", ">>" };

	size_t i;

	if (end - at > 1) {
		for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
			if (!memcmp(at, pairs[i], 2))
				return (struct token){ TOKEN_PUNCTUATION, at, 2 };
	}
	return (struct token){ TOKEN_PUNCTUATION, at, 1 };
}

struct token token_next(const char *at, const char *end)
{
	size_t size;

	at = skip_blank(at, end);
	if (at == end)
		return (struct token){ TOKEN_END, at, 0 };
	if (*at == '\n')
		return (struct token){ TOKEN_NEWLINE, at, 1 };
	if (*at == '"')
		return read_quoted(at, end);
	if (*at == '@' || *at == '$')
		return read_reference(at, end);
	size = address_size(at, end);
	if (size)
		return (struct token){ TOKEN_VALUE, at, size };
	if (isdigit((unsigned char)*at))
		return (struct token){ TOKEN_VALUE, at, word_size(at, end) };
	/* A single dot concatenates selectors. */
	if (*at == '.' && (end - at == 1 || !in_word(at[1])))
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	if (isalpha((unsigned char)*at) || *at == '_' || *at == '.')
		return (struct token){ TOKEN_WORD, at, word_size(at, end) };
	return read_punctuation(at, end);
}

struct token token_name(const char *at, const char *end)
{
	at = skip_blank(at, end);
	if (at < end && in_word(*at))
		return (struct token){ TOKEN_WORD, at, word_size(at, end) };
	return token_next(at, end);
}
