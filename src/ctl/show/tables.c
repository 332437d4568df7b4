// SPDX-License-Identifier: GPL-2.0
#include "tables.h"

#include <stdio.h>
#include <string.h>

#include "text/json.h"
#include "text/output.h"
#include "text/table.h"

#define MONITOR_COLUMNS	7

static void monitor_row(struct table *table, const json_t *monitor, bool print)
{
	const json_t *statistics = json_object_get(monitor, "statistics");
	char text[6][FORMAT_SIZE];
	const char *const cells[MONITOR_COLUMNS] = {
		json_text(monitor, "name"),
		format_count(json_number(monitor, "users"), text[0]),
		format_count(json_array_size(json_object_get(monitor, "destinations")), text[1]),
		format_count(json_number(statistics, "metered_packets"), text[2]),
		format_bytes(json_number(statistics, "metered_bytes"), text[3]),
		format_count(json_number(statistics, "cached_flows"), text[4]),
		format_count(json_number(statistics, "exported_flows"), text[5]),
	};

	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

void show_monitors(const json_t *monitors)
{
	struct table table = {
		.columns = MONITOR_COLUMNS,
		.header = { "MONITOR", "RULES", "DESTINATIONS", "PACKETS", "BYTES", "CACHED",
			    "EXPORTED" },
		.right = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6,
	};
	/* DESTINATIONS, CACHED, EXPORTED, BYTES */
	static const unsigned char order[] = { 2, 5, 6, 4 };
	json_t *monitor;
	size_t i;

	table_measure(&table, table.header);
	json_array_foreach((json_t *)monitors, i, monitor)
		monitor_row(&table, monitor, false);
	table_fit(&table, terminal_width(), order, sizeof(order));
	table_header(&table);
	json_array_foreach((json_t *)monitors, i, monitor)
		monitor_row(&table, monitor, true);
	table_note(&table);
}

static void rule_row(struct table *table, const json_t *rule, bool print)
{
	char packets[FORMAT_SIZE] = "-", bytes[FORMAT_SIZE] = "-", handle[FORMAT_SIZE] = "-";
	const char *const cells[] = {
		json_text(rule, "family"), json_text(rule, "table"), json_text(rule, "chain"),
		handle, json_text(rule, "monitor"), packets, bytes, json_text(rule, "match"),
	};

	if (json_is_integer(json_object_get(rule, "handle")))
		snprintf(handle, sizeof(handle), "%llu",
			 (unsigned long long)json_number(rule, "handle"));
	if (json_object_get(rule, "packets")) {
		format_count(json_number(rule, "packets"), packets);
		format_bytes(json_number(rule, "bytes"), bytes);
	}
	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

void show_rules(const json_t *rules, int indent)
{
	struct table table = {
		.columns = 8,
		.header = { "FAMILY", "TABLE", "CHAIN", "HANDLE", "MONITOR", "PACKETS", "BYTES",
			    "MATCH" },
		.indent = indent,
		.right = 1 << 3 | 1 << 5 | 1 << 6,
		.cut = 1 << 1 | 1 << 2 | 1 << 4,
		.wrapped = true,
	};
	/* HANDLE, BYTES, FAMILY */
	static const unsigned char order[] = { 3, 6, 0 };
	json_t *rule;
	size_t i;

	if (!json_array_size(rules))
		return;
	table_measure(&table, table.header);
	json_array_foreach((json_t *)rules, i, rule)
		rule_row(&table, rule, false);
	table_fit(&table, terminal_width(), order, sizeof(order));
	table_header(&table);
	json_array_foreach((json_t *)rules, i, rule)
		rule_row(&table, rule, true);
	table_note(&table);
}

void show_only(json_t *rules, const char *monitor)
{
	size_t i;

	for (i = json_array_size(rules); monitor && i-- > 0;)
		if (strcmp(json_text(json_array_get(rules, i), "monitor"), monitor))
			json_array_remove(rules, i);
}
