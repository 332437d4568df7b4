/* SPDX-License-Identifier: GPL-2.0 */
/* Human-readable tables: aligned, and not wider than the terminal. */
#ifndef _CTL_TEXT_TABLE_H
#define _CTL_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define TABLE_COLUMNS	12

/* Element of table_fit()'s order after which cells of the columns in @cut may be cut. */
#define TABLE_CUT	0xff

/**
 * struct table - columns as wide as their widest cell
 * @columns: number of columns
 * @header: names of the columns
 * @indent: spaces before each row
 * @right: bit mask of the right-aligned columns
 * @cut: bit mask of the columns whose cells may be cut in the middle
 * @alone: put a first cell that is too long on a separate line
 * @wrapped: the last column is text that may continue on further lines
 * @width: width of each column; set by table_measure()
 * @line: columns of the terminal, 0 for no limit; set by table_fit()
 * @below: the text of the last column is below the others; set by table_fit()
 * @hidden: bit mask of the columns left out; set by table_fit()
 * @shortened: bit mask of the columns with cells that may be cut; set by table_fit()
 *
 * All rows must be measured before the first is printed.
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
	bool below;
	unsigned int hidden;
	unsigned int shortened;
};

/**
 * table_measure - make the columns wide enough for a row
 * @table: the table
 * @cells: table->columns texts
 */
void table_measure(struct table *table, const char *const cells[]);

/**
 * table_fit - leave columns out and cut cells until a row fits the line
 * @table: the table, measured
 * @line: columns of the terminal, 0 for no limit
 * @order: columns that may be left out, in this order; may include TABLE_CUT
 * @count: number of elements of @order
 */
void table_fit(struct table *table, int line, const unsigned char *order, size_t count);

/**
 * table_header - print the names of the columns
 * @table: the table, measured
 */
void table_header(const struct table *table);

/**
 * table_row - print a row
 * @table: the table, measured
 * @cells: table->columns texts
 */
void table_row(const struct table *table, const char *const cells[]);

/**
 * table_note - print which columns are left out or cut, if any
 * @table: the table, after table_fit()
 */
void table_note(const struct table *table);

#endif /* _CTL_TEXT_TABLE_H */
