// SPDX-License-Identifier: GPL-2.0
#include "show.h"

#include <stdio.h>
#include <string.h>

#include "../module/control/settings.h"
#include "output.h"

#define INDENT	4

static void print_heading(const char *text)
{
	print_coloured(COLOUR_HEADING, "  %s\n", text);
}

static const char *protocol_name(unsigned int protocol)
{
	switch (protocol) {
	case 5:
		return "NetFlow v5";
	case 9:
		return "NetFlow v9";
	case 10:
		return "IPFIX";
	default:
		return "?";
	}
}

static bool is_standard(const struct netflow_setting *setting, const json_t *value)
{
	if (netflow_setting_is_text(setting))
		return !strcmp(json_string_value(value), setting->standard_text);
	return json_integer_value(value) == setting->standard;
}

static void setting_text(const struct netflow_setting *setting, const json_t *value, char *text,
			 size_t size)
{
	unsigned int number = json_integer_value(value);

	if (netflow_setting_is_text(setting))
		snprintf(text, size, "%s",
			 json_string_length(value) ? json_string_value(value) : "-");
	else if (setting->type == NETFLOW_TYPE_PROTOCOL)
		snprintf(text, size, "%s", protocol_name(number));
	else if (!number && setting->zero)
		snprintf(text, size, "0 (%s)", setting->zero);
	else
		snprintf(text, size, "%u%s%s", number, setting->unit[0] ? " " : "", setting->unit);
}

void show_settings(const json_t *settings)
{
	const struct netflow_setting *setting;
	char text[NETFLOW_SETTING_TEXT_SIZE];
	const json_t *value;
	size_t i;

	print_heading("settings");
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		value = json_object_get(settings, setting->name);
		if (!value)
			continue;
		setting_text(setting, value, text, sizeof(text));
		if (is_standard(setting, value))
			printf("    %-26s%s\n", setting->name, text);
		else
			print_coloured(COLOUR_NAME, "  * %-26s%s\n", setting->name, text);
	}
}

#define DESTINATION_COLUMNS	8

static void destination_row(struct table *table, const json_t *destination, bool print)
{
	char text[5][FORMAT_SIZE];
	const char *const cells[DESTINATION_COLUMNS] = {
		json_text(destination, "destination"),
		protocol_name(json_number(destination, "protocol")),
		json_is_true(json_object_get(destination, "connected")) ? "connected" :
									  "not connected",
		format_count(json_number(destination, "sent_messages"), text[0]),
		format_count(json_number(destination, "sent_flows"), text[1]),
		format_bytes(json_number(destination, "sent_bytes"), text[2]),
		format_count(json_number(destination, "queued_flows"), text[3]),
		format_count(json_number(destination, "lost_flows"), text[4]),
	};

	if (print)
		table_row(table, INDENT, cells);
	else
		table_measure(table, cells);
}

/* A number with its meaning; nothing where it is 0. */
struct count {
	const char *name;
	const char *text;
};

static void print_counts(const char *label, const json_t *object, const struct count *counts,
			 size_t count, enum colour which)
{
	char text[FORMAT_SIZE];
	const char *gap = "";
	u64 number;
	size_t i;

	for (i = 0; i < count; i++) {
		number = json_number(object, counts[i].name);
		if (!number)
			continue;
		if (!gap[0])
			printf("%s%*s%-10s", colour(which), INDENT, "", label);
		printf("%s%s %s", gap, format_count(number, text), counts[i].text);
		gap = ", ";
	}
	if (gap[0])
		printf("%s\n", colour(COLOUR_NONE));
}

static void print_trouble(const json_t *destination)
{
	static const struct count lost[] = {
		{ "lost_queue", "for a full queue" },
		{ "lost_encode", "that this protocol cannot carry" },
		{ "lost_memory", "for lack of memory" },
		{ "lost_removed", "unsent when it was closed" },
	};
	static const struct count errors[] = {
		{ "errors", "failed to send or connect" },
		{ "refused", "refused by the collector's host" },
		{ "reconnects", "reconnects" },
	};

	print_counts("  lost", destination, lost, ARRAY_SIZE(lost), COLOUR_BAD);
	print_counts("  errors", destination, errors, ARRAY_SIZE(errors),
		     COLOUR_WARN);
	if (json_text(destination, "last_error")[0])
		print_coloured(COLOUR_WARN, "      last error: %s\n",
			       json_text(destination, "last_error"));
}

void show_destinations(const json_t *destinations)
{
	struct table table = {
		.columns = DESTINATION_COLUMNS,
		.header = { "TO", "PROTOCOL", "STATE", "MESSAGES", "FLOWS", "BYTES", "QUEUED",
			    "LOST" },
		.right = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7,
	};
	/* BYTES, MESSAGES, PROTOCOL */
	static const unsigned char order[] = { 5, 3, 1 };
	json_t *destination;
	size_t i;

	print_heading("destinations");
	if (!json_array_size(destinations)) {
		print_coloured(COLOUR_WARN, "    none: flows are not exported\n");
		return;
	}
	table_measure(&table, table.header);
	json_array_foreach(destinations, i, destination)
		destination_row(&table, destination, false);
	table_fit(&table, INDENT, order, sizeof(order));
	table_header(&table, INDENT);
	json_array_foreach(destinations, i, destination) {
		destination_row(&table, destination, true);
		print_trouble(destination);
	}
}

/* One line of the law: metered = exported + lost + cached. */
struct balance {
	const char *name;
	u64 metered;
	u64 exported;
	u64 lost;
	u64 cached;
};

static u64 member(const json_t *statistics, const char *what, const char *unit)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_%s", what, unit);
	return json_number(statistics, name);
}

static struct balance balance_of(const json_t *statistics, const char *unit)
{
	return (struct balance){
		.name = unit,
		/* Parts of one flow that several CPUs metered were exported as one. */
		.metered = member(statistics, "metered", unit) - member(statistics, "merged", unit),
		.exported = member(statistics, "exported", unit),
		.lost = member(statistics, "lost_memory", unit) +
			member(statistics, "lost_backlog", unit) +
			member(statistics, "lost_no_destination", unit),
		.cached = member(statistics, "cached", unit),
	};
}

static void balance_row(struct table *table, const struct balance *balance, bool print)
{
	char metered[FORMAT_SIZE], exported[FORMAT_SIZE], lost[FORMAT_SIZE], cached[FORMAT_SIZE];
	const char *const cells[] = {
		balance->name,
		format_count(balance->metered, metered), "=",
		format_count(balance->exported, exported), "+",
		format_count(balance->lost, lost), "+",
		format_count(balance->cached, cached),
	};

	if (print)
		table_row(table, INDENT, cells);
	else
		table_measure(table, cells);
}

/* The counters are not read in one instant: under traffic they may differ a little. */
static void print_difference(const struct balance *balance)
{
	s64 rest = balance->metered - balance->exported - balance->lost - balance->cached;

	if (rest)
		print_coloured(COLOUR_WARN, "    %s: %lld on the way while this was read\n",
			       balance->name, (long long)rest);
}

static void print_balance(const json_t *statistics)
{
	const struct balance balances[] = {
		balance_of(statistics, "packets"),
		balance_of(statistics, "bytes"),
		balance_of(statistics, "flows"),
	};
	struct table table = {
		.columns = 8,
		.header = { "", "METERED", "=", "EXPORTED", "+", "LOST", "+", "CACHED" },
		.right = 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7,
	};
	size_t i, count = ARRAY_SIZE(balances);

	table_measure(&table, table.header);
	for (i = 0; i < count; i++)
		balance_row(&table, &balances[i], false);
	table_header(&table, INDENT);
	for (i = 0; i < count; i++)
		balance_row(&table, &balances[i], true);
	for (i = 0; i < count; i++)
		print_difference(&balances[i]);
}

static void print_cache(const json_t *statistics)
{
	u64 now = json_number(statistics, "cached_flows"), most;
	char peak[FORMAT_SIZE], buckets[FORMAT_SIZE], memory[FORMAT_SIZE];

	/* The module looks for its peak only now and then. */
	most = json_number(statistics, "peak_flows");
	most = now > most ? now : most;

	printf("%*s%-10s%s, %s buckets, at most %s flows at a time\n", INDENT, "", "cache",
	       format_bytes(json_number(statistics, "memory"), memory),
	       format_count(json_number(statistics, "buckets"), buckets),
	       format_count(most, peak));
}

void show_statistics(const json_t *statistics)
{
	static const struct count lost[] = {
		{ "lost_memory_packets", "packets for lack of memory" },
		{ "lost_backlog_packets", "packets because exporting was too slow" },
		{ "lost_no_destination_packets", "packets because there was no destination" },
	};
	static const struct count ignored[] = {
		{ "ignored_not_ip", "packets neither IPv4 nor IPv6" },
		{ "ignored_truncated", "packets without a whole IP header" },
	};
	static const struct count expired[] = {
		{ "expired_inactive", "inactive" },
		{ "expired_active", "active" },
		{ "expired_end", "ended" },
		{ "expired_forced", "forced" },
		{ "expired_resources", "evicted from a full cache" },
	};

	print_heading("statistics");
	print_balance(statistics);
	print_counts("lost", statistics, lost, ARRAY_SIZE(lost), COLOUR_BAD);
	print_counts("ignored", statistics, ignored, ARRAY_SIZE(ignored),
		     COLOUR_NONE);
	print_counts("expired", statistics, expired, ARRAY_SIZE(expired),
		     COLOUR_NONE);
	print_cache(statistics);
}
