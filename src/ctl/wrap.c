// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "output.h"

void print_wrapped(const char *text, int column, int width)
{
	int at = column, length;

	for (; *text; text += length + strspn(text + length, " ")) {
		length = strcspn(text, " ");
		if (width && at > column && at + 1 + length > width) {
			printf("\n%*s", column, "");
			at = column;
		}
		at += printf("%s%.*s", at > column ? " " : "", length, text);
	}
	putchar('\n');
}

int parts_fit(const char *line, int width)
{
	int length = strlen(line), end = width;

	if (length <= width || width <= 0)
		return length;
	/* The gap may lie just behind. */
	while (end > 0 && strncmp(line + end, "  ", 2))
		end--;
	return end ? end : width;
}
