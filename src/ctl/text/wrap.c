// SPDX-License-Identifier: GPL-2.0
#include "wrap.h"

#include <stdio.h>
#include <string.h>

/* "]:65535" */
#define PORT_LENGTH	7

/* A word, or what of it fits a line behind a comma; else to the first one. */
static int piece(const char *text, int room)
{
	int length = strcspn(text, " "), end = room;

	if (length <= room)
		return length;
	while (end > 0 && text[end - 1] != ',')
		end--;
	if (end > 0)
		return end;
	end = strcspn(text, ",") + 1;
	return end < length ? end : length;
}

void print_wrapped(const char *text, int column, int width)
{
	int at = column, length, blank;

	for (; *text; text += length) {
		blank = *text == ' ';
		text += strspn(text, " ");
		length = width ? piece(text, width - column) : (int)strcspn(text, " ");
		if (width && at > column && at + blank + length > width) {
			printf("\n%*s", column, "");
			at = column;
		}
		at += printf("%*s%.*s", at > column ? blank : 0, "", length, text);
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

int print_cut(FILE *out, const char *text, int width)
{
	int length = strlen(text), end = (width - 1) / 2;

	if (length <= width)
		return fprintf(out, "%s", text);
	if (end < PORT_LENGTH)
		end = width > PORT_LENGTH ? PORT_LENGTH : width - 1;
	return fprintf(out, "%.*s~%s", width - 1 - end, text, text + length - end);
}
