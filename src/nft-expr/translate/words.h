/* SPDX-License-Identifier: GPL-2.0 */
/* Tokens of nft's language, and which of its words ask for another word behind them. */
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
 * @end: of the text
 * Return: the token; the next one begins behind it.
 */
struct token token_next(const char *at, const char *end);

/**
 * token_name - read what may be a name, also one that begins as no other word does
 * @at: as for token_next()
 * @end: of the text
 * Return: the token; e.g. ".wan" and "-1" are of TOKEN_WORD here.
 */
struct token token_name(const char *at, const char *end);

/**
 * token_is - compare a token with a word or punctuation
 * @token: any token
 * @text: the word
 * Return: whether they are the same.
 */
bool token_is(const struct token *token, const char *text);

/**
 * token_in - look for a token in a list of words
 * @token: any token
 * @list: words, with NULL at the end
 * Return: whether it is a word of the list.
 */
bool token_in(const struct token *token, const char *const *list);

/**
 * statement_may_begin - can a statement begin behind these tokens of a rule?
 * @tokens: the rule's newest tokens
 * @count: how many; 0: the rule begins
 * Return: false if the next word is an operand, e.g. the name of an interface.
 */
bool statement_may_begin(const struct token *tokens, int count);

#endif /* _NFT_NETFLOW_WORDS_H */
