// SPDX-License-Identifier: GPL-2.0
#include "wrap.h"

#include <stdio.h>
#include <string.h>

#include "width.h"

/* "]:65535" */
#define PORT_LENGTH	7

/* Return the length of the next word, or of its part that fits a line and ends in a comma. */
static int piece(const char *text, int room)
{
	int length = strcspn(text, " "), end = text_head(text, room);

	if (length <= end)
		return length;
	while (end > 0 && text[end - 1] != ',')
		end--;
	if (end > 0)
		return end;
	end = strcspn(text, ",") + 1;
	return end < length ? end : length;
}

/* The column of a further line: before @column for a word that would not fit from there on. */
static int line_start(int column, int width, int columns)
{
	if (column + columns <= width)
		return column;
	return columns < width ? width - columns : 0;
}

void print_wrapped(const char *text, int column, int width)
{
	int at = column, start = column, length, columns, blank;

	for (; *text; text += length) {
		blank = *text == ' ';
		text += strspn(text, " ");
		length = width ? piece(text, width - column) : (int)strcspn(text, " ");
		columns = text_width_of(text, length);
		if (width && at > start && at + blank + columns > width) {
			start = line_start(column, width, columns);
			printf("\n%*s", start, "");
			at = start;
		}
		if (at == start)
			blank = 0;
		printf("%*s%.*s", blank, "", length, text);
		at += blank + columns;
	}
	putchar('\n');
}

int parts_fit(const char *line, int width)
{
	int length = strlen(line), end = width;

	if (length <= width || width <= 0)
		return length;
	/* The gap may begin just after the limit. */
	while (end > 0 && strncmp(line + end, "  ", 2))
		end--;
	return end ? end : width;
}

int print_cut(FILE *out, const char *text, int width)
{
	int whole = text_width(text), end = (width - 1) / 2, head;
	const char *tail;

	if (whole <= width) {
		fputs(text, out);
		return whole;
	}
	if (end < PORT_LENGTH)
		end = width > PORT_LENGTH ? PORT_LENGTH : width - 1;
	head = text_head(text, width - 1 - end);
	tail = text_tail(text, end);
	fprintf(out, "%.*s~%s", head, text, tail);
	return text_width_of(text, head) + 1 + text_width(tail);
}
