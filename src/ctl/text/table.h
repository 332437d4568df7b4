/* SPDX-License-Identifier: GPL-2.0 */
/* Tables for people: aligned, and as wide as the terminal at most. */
#ifndef _CTL_TEXT_TABLE_H
#define _CTL_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_COLUMNS	12

/* In the order of table_fit(): from here on the cells of @cut need not be whole. */
#define TABLE_CUT	0xff

/**
 * struct table - columns as wide as their widest cell
 * @columns: how many
 * @header: their names
 * @indent: spaces before each row
 * @right: bits of the columns that are aligned to the right
 * @cut: bits of those whose cells may lose their middle
 * @alone: a first cell that is too long gets a line of its own
 * @wrapped: the last column is text, which goes on in the next line
 * @width: made by table_measure()
 * @line: columns of the terminal, 0: no limit; set by table_fit()
 * @hidden: bits of the columns that are left out, made by table_fit()
 * @shortened: bits of those in which something may be cut, likewise
 *
 * Every row is measured first, then every row is printed.
 */
struct table {
	size_t columns;
	const char *header[TABLE_COLUMNS];
	int indent;
	unsigned int right;
	unsigned int cut;
	bool alone;
	bool wrapped;
	int width[TABLE_COLUMNS];
	int line;
	unsigned int hidden;
	unsigned int shortened;
};

/** table_measure - make the columns wide enough for a row of table->columns cells */
void table_measure(struct table *table, const char *const cells[]);

/**
 * table_fit - leave columns out and cut cells until a row fits the line
 * @table: measured
 * @line: columns of the terminal, 0: everything fits
 * @order: columns that may be left out, the first one first; TABLE_CUT among them
 * @count: how many
 */
void table_fit(struct table *table, int line, const unsigned char *order, size_t count);

/** table_header - print the names of the columns */
void table_header(const struct table *table);

/** table_row - print a row */
void table_row(const struct table *table, const char *const cells[]);

/** table_note - say what is left out or cut: nothing goes without a word */
void table_note(const struct table *table);

#endif /* _CTL_TEXT_TABLE_H */
