/* SPDX-License-Identifier: GPL-2.0 */
/* Names in commands that a person pastes. Pure. */
#ifndef _CTL_TEXT_QUOTE_H
#define _CTL_TEXT_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/* Room for the longest name of an interface, in quotes. */
#define QUOTED_SIZE	80

/**
 * quote_word - quote a word for the shell, if it has to be
 * @word: the word
 * @buf: gets it; "''" if it does not fit
 * @size: size of @buf in bytes
 * Return: @buf.
 */
const char *quote_word(const char *word, char *buf, size_t size);

/**
 * is_nft_name - check whether nft can read a name, as that of a table or chain
 * @name: the name
 *
 * The kernel takes any name. The shell, too, takes these without quotes.
 * Return: true for letters, digits, '_', '-', '.' and '/', not beginning with '-' or a digit.
 */
bool is_nft_name(const char *name);

#endif /* _CTL_TEXT_QUOTE_H */
