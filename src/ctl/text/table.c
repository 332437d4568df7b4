// SPDX-License-Identifier: GPL-2.0
#include "table.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "width.h"
#include "wrap.h"

#define GAP		2

/* Minimum width of cut cells while other columns can be left out, and after that. */
#define CUT_ENOUGH	24
#define CUT_LEAST	12

/* Width of first cells that need no separate line; width that wrapped text needs. */
#define ALONE_LEAST	20
#define ALONE_MOST	32
#define WRAPPED_WIDTH	24
#define BELOW		4

static bool is(unsigned int bits, size_t column)
{
	return bits & 1U << column;
}

void table_measure(struct table *table, const char *const cells[])
{
	size_t i;
	int width;

	for (i = 0; i < table->columns; i++) {
		width = text_width(cells[i]);
		if (width > table->width[i])
			table->width[i] = width;
	}
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* @most: width of the cells that may be cut */
static int row_width(const struct table *table, int most)
{
	int total = table->indent - GAP, width;
	size_t i;

	for (i = 0; i < table->columns; i++) {
		if (is(table->hidden, i))
			continue;
		width = table->width[i];
		if (table->below && i == table->columns - 1)
			continue;
		if (is(table->cut, i))
			width = least(width, most);
		if (table->alone && !i)
			width = least(width, ALONE_LEAST);
		if (table->wrapped && i == table->columns - 1)
			width = least(width, WRAPPED_WIDTH);
		total += GAP + width;
	}
	return total;
}

/* Cut the widest columns first. */
static void cut(struct table *table)
{
	size_t i, widest;

	while (row_width(table, INT_MAX) > table->line) {
		for (widest = table->columns, i = 0; i < table->columns; i++)
			if (is(table->cut, i) && (widest == table->columns ||
						  table->width[i] > table->width[widest]))
				widest = i;
		if (widest == table->columns || table->width[widest] <= CUT_LEAST)
			return;
		table->width[widest]--;
		table->shortened |= 1U << widest;
	}
}

/* Give the rest of the line to the first column, as far as needed. */
static void share(struct table *table)
{
	int first = table->width[0], most;

	table->width[0] = least(first, ALONE_LEAST);
	most = table->width[0] + table->line - row_width(table, INT_MAX);
	if (most < first)
		first = least(most, ALONE_MOST);
	if (first > table->width[0])
		table->width[0] = first;
}

void table_fit(struct table *table, int line, const unsigned char *order, size_t count)
{
	int most = INT_MAX;
	size_t i;

	table->line = line;
	if (!line)
		return;
	for (i = 0; i < count && row_width(table, most) > line; i++) {
		if (order[i] == TABLE_CUT)
			most = CUT_ENOUGH;
		else
			table->hidden |= 1U << order[i];
	}
	/* Rather than cut cells, put the text where put_text() does. */
	table->below = table->wrapped && row_width(table, INT_MAX) > line;
	cut(table);
	if (table->alone)
		share(table);
}

/* @at: the column of the cursor, @to: that of the cell */
static void put_cell(const struct table *table, size_t i, const char *cell, int *at, int *to)
{
	int width = table->width[i], length = text_width(cell);

	if (is(table->right, i) && length < width)
		*to += width - length;
	if (length) {
		printf("%*s", *to - *at, "");
		*at = *to + print_cut(stdout, cell, is(table->cut, i) ? width : length);
	}
	*to += is(table->right, i) ? least(length, width) : width;
	if (i || !table->alone || length <= width)
		return;
	/* The other cells continue below. */
	putchar('\n');
	*at = 0;
}

static int longest_word(const char *text)
{
	int longest = 0, width;
	size_t size;

	for (; *text; text += size + strspn(text + size, " ")) {
		size = strcspn(text, " ");
		width = text_width_of(text, size);
		longest = width > longest ? width : longest;
	}
	return longest;
}

/* Is there enough room for the text from that column on? */
static bool has_room(const struct table *table, const char *text, int column)
{
	int length = text_width(text), room = table->line - column;

	return !table->line || length <= room ||
	       (room >= WRAPPED_WIDTH && longest_word(text) <= room);
}

/* Print a text beside the other cells, or below them if there is too little room. */
static void put_text(const struct table *table, const char *text, int at, int to)
{
	if (!has_room(table, text, to)) {
		putchar('\n');
		at = 0;
		to = table->indent + BELOW;
	}
	printf("%*s", to - at, "");
	print_wrapped(text, to, table->line);
}

/* Print blanks only before a cell, never at the end of a line. */
static void put_cells(const struct table *table, const char *const cells[])
{
	int at = 0, to = table->indent;
	size_t i;

	for (i = 0; i < table->columns; i++) {
		if (is(table->hidden, i))
			continue;
		if (table->wrapped && i == table->columns - 1 && cells[i][0]) {
			put_text(table, cells[i], at, to);
			return;
		}
		put_cell(table, i, cells[i], &at, &to);
		to += GAP;
	}
	putchar('\n');
}

void table_header(const struct table *table)
{
	fputs(colour(COLOUR_DIM), stdout);
	put_cells(table, table->header);
	fputs(colour(COLOUR_NONE), stdout);
}

void table_row(const struct table *table, const char *const cells[])
{
	put_cells(table, cells);
}

static size_t put_names(const struct table *table, unsigned int bits, const char *what, char *note,
			size_t size)
{
	size_t i, used;

	if (!bits)
		return 0;
	used = snprintf(note, size, "%s", what);
	for (i = 0; i < table->columns; i++)
		if (is(bits, i))
			used += snprintf(note + used, size - used, " %s,", table->header[i]);
	note[--used] = '\0';
	return used;
}

void table_note(const struct table *table)
{
	char note[512];
	size_t used;

	if (!table->hidden && !table->shortened)
		return;
	used = put_names(table, table->hidden, "not shown (too narrow):", note, sizeof(note));
	put_names(table, table->shortened, used ? "; cut at '~':" : "cut at '~' (too narrow):",
		  note + used, sizeof(note) - used);
	printf("%s%*s", colour(COLOUR_DIM), table->indent, "");
	print_wrapped(note, table->indent, table->line);
	fputs(colour(COLOUR_NONE), stdout);
}
