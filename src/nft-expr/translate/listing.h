/* SPDX-License-Identifier: GPL-2.0 */
/* Stand-ins in nft's output. */
#ifndef _NFT_NETFLOW_LISTING_H
#define _NFT_NETFLOW_LISTING_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct stand_in - the parts of log prefix "2###wan"; each end is exclusive
 * @kind: enum nft_netflow_kind
 * @log: beginning of the word "log" and of the stand-in
 * @log_end: end of "log"
 * @prefix: beginning of the word "prefix"
 * @prefix_end: end of "prefix"
 * @value: mark and name, with the quotes if there are any
 * @name: name after the mark
 * @name_end: end of the name
 * @end: end of the stand-in
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
 * stand_in_find - find the first stand-in of a text
 * @secret: NFT_NETFLOW_SECRET characters
 * @text: where to begin
 * @end: end of the text
 * @found: set if there is one
 * Return: whether there is one.
 */
bool stand_in_find(const char *secret, const char *text, const char *end,
		   struct stand_in *found);

/**
 * stand_in_write - write the statement that a stand-in represents
 * @found: the stand-in
 * @out: where to write
 */
void stand_in_write(const struct stand_in *found, FILE *out);

#endif /* _NFT_NETFLOW_LISTING_H */
