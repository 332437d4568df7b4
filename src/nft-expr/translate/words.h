/* SPDX-License-Identifier: GPL-2.0 */
/* Tokens of nft's language. */
#ifndef _NFT_NETFLOW_WORDS_H
#define _NFT_NETFLOW_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_WORD,
	TOKEN_VALUE,		/* a number, an address, @set, $variable */
	TOKEN_QUOTED,
	TOKEN_PUNCTUATION,
};

struct token {
	enum token_kind kind;
	const char *start;
	size_t size;
};

/**
 * token_next - read a token
 * @at: where to begin; white space, continued lines and comments are skipped
 * @end: end of the text
 * Return: the token; the next one begins after it.
 */
struct token token_next(const char *at, const char *end);

/**
 * token_name - read a token where a name is expected
 * @at: where to begin, as for token_next()
 * @end: end of the text
 * Return: the token; ".wan" and "-1", for example, are a TOKEN_WORD here.
 */
struct token token_name(const char *at, const char *end);

/**
 * token_is - compare a token with a word or punctuation
 * @token: any token
 * @text: the word or punctuation
 * Return: whether they are equal.
 */
bool token_is(const struct token *token, const char *text);

/**
 * token_in - check whether a token is a word of a list
 * @token: any token
 * @list: words, terminated by NULL
 * Return: whether the token is in the list.
 */
bool token_in(const struct token *token, const char *const *list);

#endif /* _NFT_NETFLOW_WORDS_H */
