/* SPDX-License-Identifier: GPL-2.0 */
/* Which tables of nftables netflowctl made, and for which monitor. */
#ifndef _CTL_RULES_TABLES_H
#define _CTL_RULES_TABLES_H

#include <jansson.h>
#include <stdbool.h>

#include "specs.h"

/* Size of a buffer for a table's comment, which nft limits to 128 characters. */
#define TABLE_COMMENT_SIZE	129

/**
 * struct own_table - the table in which a monitor's rules belong
 * @monitor: name of the monitor
 * @name: name of the table, of the family inet
 * @old: the table that has the monitor's rules now, if it is another one, or ""
 */
struct own_table {
	const char *monitor;
	char name[TABLE_NAME_SIZE];
	char old[TABLE_NAME_SIZE];
};

/**
 * rules_table_comment - write the comment that marks a table as netflowctl's
 * @monitor: name of the monitor
 * @comment: gets the text; TABLE_COMMENT_SIZE bytes
 */
void rules_table_comment(const char *monitor, char *comment);

/**
 * rules_tables - list the tables of the family inet
 * @tables: set to a new object {TABLE: MONITOR}, null for tables that are not netflowctl's;
 *	empty if the kernel has no nf_tables, NULL on error
 * Return: 0 or a negative errno, reported on stderr.
 */
int rules_tables(json_t **tables);

/**
 * rules_table_choose - find the table for a monitor's rules
 * @monitor: name of the monitor
 * @wanted: name of the table; NULL: the one that it has, or else the default one
 * @own: filled in
 *
 * Return: 0, or a negative errno after reporting on stderr which table is in the way: one that
 * netflowctl did not make, or with chains that it did not make.
 */
int rules_table_choose(const char *monitor, const char *wanted, struct own_table *own);

/**
 * rules_table_check - check that a table holds nothing but what netflowctl made
 * @table: name of a table that netflowctl made
 * @chains_only: accept sets, maps, objects and flow tables
 * Return: 0, or a negative errno, reported on stderr.
 */
int rules_table_check(const char *table, bool chains_only);

#endif /* _CTL_RULES_TABLES_H */
