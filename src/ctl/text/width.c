// SPDX-License-Identifier: GPL-2.0
#include "width.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Return the size of the first character, and its columns: 0 for a combining character. */
static size_t first_character(const char *text, int *columns)
{
	mbstate_t state;
	wchar_t character;
	size_t size;

	*columns = 1;
	if ((unsigned char)*text < 0x80)
		return 1;
	memset(&state, 0, sizeof(state));
	size = mbrtowc(&character, text, strnlen(text, MB_CUR_MAX), &state);
	if (!size || size > MB_CUR_MAX)
		return 1;
	if (wcwidth(character) >= 0)
		*columns = wcwidth(character);
	return size;
}

int text_width_of(const char *text, size_t size)
{
	int total = 0, columns;
	size_t at = 0;

	while (at < size && text[at]) {
		at += first_character(text + at, &columns);
		total += columns;
	}
	return total;
}

int text_width(const char *text)
{
	return text_width_of(text, SIZE_MAX);
}

int text_head(const char *text, int columns)
{
	int bytes = 0, width;
	size_t size;

	while (text[bytes]) {
		size = first_character(text + bytes, &width);
		if (width > columns)
			break;
		columns -= width;
		bytes += size;
	}
	return bytes;
}

const char *text_tail(const char *text, int columns)
{
	int left = text_width(text), width;
	size_t size;

	for (; *text; text += size) {
		size = first_character(text, &width);
		/* Keep combining characters with their letter. */
		if (left <= columns && width)
			break;
		left -= width;
	}
	return text;
}
