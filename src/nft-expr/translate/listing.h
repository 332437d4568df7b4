/* SPDX-License-Identifier: GPL-2.0 */
/* Stand-ins in a text that nft printed. */
#ifndef _NFT_NETFLOW_LISTING_H
#define _NFT_NETFLOW_LISTING_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct stand_in - log prefix "2###wan", where its parts begin and end
 * @kind: enum nft_netflow_kind
 * @log: the statement's beginning
 * @log_end: behind the word
 * @prefix: the word
 * @prefix_end: behind it
 * @value: mark and name, with the quotes if there are any
 * @name: what the mark is followed by
 * @name_end: behind it
 * @end: behind the statement
 */
struct stand_in {
	char kind;
	const char *log;
	const char *log_end;
	const char *prefix;
	const char *prefix_end;
	const char *value;
	const char *name;
	const char *name_end;
	const char *end;
};

/**
 * stand_in_find - the first stand-in of a text
 * @secret: NFT_NETFLOW_SECRET characters
 * @text: where to begin
 * @end: of the text
 * @found: filled if there is one
 * Return: whether there is one.
 */
bool stand_in_find(const char *secret, const char *text, const char *end,
		   struct stand_in *found);

/**
 * stand_in_write - write the statement that a stand-in replaces
 * @found: from stand_in_find()
 * @out: gets the statement
 */
void stand_in_write(const struct stand_in *found, FILE *out);

#endif /* _NFT_NETFLOW_LISTING_H */
