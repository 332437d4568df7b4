// SPDX-License-Identifier: GPL-2.0
#include "similar.h"

#include <stdio.h>
#include <string.h>

#define LENGTH_MOST	48

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * The number of letters to insert, delete, replace or swap with the next one: the optimal
 * string alignment distance, by rows of its table.
 */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][LENGTH_MOST + 1], length = strlen(b), i, j;
	size_t *last = rows[0], *row = rows[1], *before = rows[2], *free;

	for (j = 0; j <= length; j++)
		last[j] = j;
	for (i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (j = 1; j <= length; j++) {
			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		free = before;
		before = last;
		last = row;
		row = free;
	}
	return last[length];
}

/* A third of the letters may differ: more would suggest anything for short words. */
void similar_offer(struct similar *search, const char *word)
{
	size_t typed = strlen(search->typed), length = strlen(word), changes;

	if (!typed || typed > LENGTH_MOST || length >= sizeof(search->best))
		return;
	changes = distance(search->typed, word);
	if (changes > (length + 2) / 3 || (search->best[0] && changes >= search->distance))
		return;
	snprintf(search->best, sizeof(search->best), "%s", word);
	search->distance = changes;
}
