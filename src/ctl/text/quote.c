// SPDX-License-Identifier: GPL-2.0
#include "quote.h"

#include <stdio.h>
#include <string.h>

#define LETTERS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS	"0123456789"

bool is_nft_name(const char *name)
{
	return *name && strchr(LETTERS "_.", *name) && !name[strspn(name, LETTERS DIGITS "_-./")];
}

const char *quote_word(const char *word, char *buf, size_t size)
{
	size_t used = 0;
	const char *c;

	if (*word && !word[strspn(word, LETTERS DIGITS "_-./:@%+,=")]) {
		snprintf(buf, size, "%s", word);
		return buf;
	}
	buf[used++] = '\'';
	for (c = word; *c && used + 6 < size; c++) {
		if (*c == '\'')
			used += snprintf(buf + used, size - used, "'\\''");
		else
			buf[used++] = *c;
	}
	if (*c)
		used = 1;
	snprintf(buf + used, size - used, "'");
	return buf;
}
