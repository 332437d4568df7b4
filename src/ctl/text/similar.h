/* SPDX-License-Identifier: GPL-2.0 */
/* Find the word that was probably meant by one with a typo. Pure. */
#ifndef _CTL_TEXT_SIMILAR_H
#define _CTL_TEXT_SIMILAR_H

#include <stddef.h>

/**
 * struct similar - a search for a similar word
 * @typed: the word with the typo
 * @best: the most similar one so far, or ""
 * @distance: number of changes from @typed to @best
 */
struct similar {
	const char *typed;
	char best[48];
	size_t distance;
};

/**
 * similar_offer - consider a word
 * @search: the search; begins with only @typed set
 * @word: the word
 */
void similar_offer(struct similar *search, const char *word);

#endif /* _CTL_TEXT_SIMILAR_H */
