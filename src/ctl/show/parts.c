// SPDX-License-Identifier: GPL-2.0
#include "parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kernel.h"
#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "text/json.h"
#include "text/output.h"
#include "text/table.h"
#include "text/wrap.h"

#define INDENT		4
#define LABEL_WIDTH	10

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

static bool is_default(const struct netflow_setting *setting, const json_t *value)
{
	if (netflow_setting_is_text(setting))
		return !strcmp(json_string_value(value), setting->default_text);
	return json_integer_value(value) == setting->default_value;
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
	bool changed;
	size_t i;

	print_heading("settings");
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		value = json_object_get(settings, setting->name);
		if (!value)
			continue;
		setting_text(setting, value, text, sizeof(text));
		changed = !is_default(setting, value);
		printf("%s  %s %-26s", changed ? colour(COLOUR_NAME) : "", changed ? "*" : " ",
		       setting->name);
		print_wrapped(text, 30, terminal_width());
		fputs(changed ? colour(COLOUR_NONE) : "", stdout);
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
		table_row(table, cells);
	else
		table_measure(table, cells);
}

/* A counter and its description; printed unless it is 0. */
struct count {
	const char *name;
	const char *text;
};

/* Print wrapped text, indented to the end of its label. */
static void print_labelled(const char *label, const char *text, enum colour which)
{
	printf("%s%*s%-*s", which ? colour(which) : "", INDENT, "", LABEL_WIDTH, label);
	print_wrapped(text, INDENT + LABEL_WIDTH, terminal_width());
	fputs(which ? colour(COLOUR_NONE) : "", stdout);
}

static void print_counts(const char *label, const json_t *object, const struct count *counts,
			 size_t count, enum colour which)
{
	char text[512], number_text[FORMAT_SIZE];
	size_t used = 0, i;
	u64 number;

	for (i = 0; i < count; i++) {
		number = json_number(object, counts[i].name);
		if (number)
			used += snprintf(text + used, sizeof(text) - used, "%s%s %s",
					 used ? ", " : "", format_count(number, number_text),
					 counts[i].text);
	}
	if (used)
		print_labelled(label, text, which);
}

static void print_trouble(const json_t *destination)
{
	const char *error = json_text(destination, "last_error");
	static const struct count lost[] = {
		{ "lost_queue", "because the queue was full" },
		{ "lost_encode", "not supported by the protocol" },
		{ "lost_memory", "for lack of memory" },
		{ "lost_removed", "unsent when the destination was closed" },
	};
	static const struct count errors[] = {
		{ "errors", "failed attempts to send or connect" },
		{ "refused", "refused by the collector's host" },
		{ "reconnects", "reconnects" },
	};

	print_counts("  lost", destination, lost, ARRAY_SIZE(lost), COLOUR_BAD);
	print_counts("  errors", destination, errors, ARRAY_SIZE(errors),
		     COLOUR_WARN);
	if (!error[0])
		return;
	printf("%s      last error: ", colour(COLOUR_WARN));
	print_wrapped(error, strlen("      last error: "), terminal_width());
	fputs(colour(COLOUR_NONE), stdout);
}

void show_destinations(const json_t *destinations)
{
	struct table table = {
		.columns = DESTINATION_COLUMNS,
		.header = { "TO", "PROTOCOL", "STATE", "MESSAGES", "FLOWS", "BYTES", "QUEUED",
			    "LOST" },
		.indent = INDENT,
		.alone = true,
		.right = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7,
	};
	/* BYTES, MESSAGES, PROTOCOL */
	static const unsigned char order[] = { 5, 3, 1 };
	json_t *destination;
	u64 domain;
	size_t i;

	print_heading("destinations");
	if (!json_array_size(destinations)) {
		print_coloured(COLOUR_WARN, "    none: flows are not exported\n");
		return;
	}
	table_measure(&table, table.header);
	json_array_foreach(destinations, i, destination)
		destination_row(&table, destination, false);
	table_fit(&table, terminal_width(), order, sizeof(order));
	table_header(&table);
	json_array_foreach(destinations, i, destination) {
		destination_row(&table, destination, true);
		print_trouble(destination);
	}
	table_note(&table);
	domain = json_number(json_array_get(destinations, 0), "observation_domain");
	if (domain)
		printf("%*sObservation Domain %llu\n", INDENT, "", (unsigned long long)domain);
}

/* Conservation, in one unit: metered = exported + lost + cached. */
enum balance_part { METERED, EXPORTED, LOST, CACHED, BALANCE_PARTS };

struct balance {
	const char *unit;
	u64 parts[BALANCE_PARTS];
};

static u64 member(const json_t *statistics, const char *what, const char *unit)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_%s", what, unit);
	return json_number(statistics, name);
}

static struct balance balance_of(const json_t *statistics, const char *unit)
{
	struct balance balance = { .unit = unit };

	/* Parts of a flow that several CPUs metered are exported as one flow. */
	balance.parts[METERED] = member(statistics, "metered", unit) -
				 member(statistics, "merged", unit);
	balance.parts[EXPORTED] = member(statistics, "exported", unit);
	balance.parts[LOST] = member(statistics, "lost_memory", unit) +
			      member(statistics, "lost_backlog", unit) +
			      member(statistics, "lost_no_destination", unit);
	balance.parts[CACHED] = member(statistics, "cached", unit);
	return balance;
}

#define UNITS	3

static void balance_row(struct table *table, const struct balance balances[], int part, bool print)
{
	static const char *const names[] = {
		[METERED] = "metered", [EXPORTED] = "= exported", [LOST] = "+ lost",
		[CACHED] = "+ cached",
	};
	char text[UNITS][FORMAT_SIZE];
	const char *const cells[] = {
		names[part], format_count(balances[0].parts[part], text[0]),
		format_count(balances[1].parts[part], text[1]),
		format_count(balances[2].parts[part], text[2]),
	};

	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

/* The counters are not read atomically, so traffic may cause a small difference. */
static void print_difference(const struct balance *balance)
{
	s64 rest = balance->parts[METERED] - balance->parts[EXPORTED] - balance->parts[LOST] -
		   balance->parts[CACHED];

	if (rest)
		print_coloured(COLOUR_WARN, "    %s: %lld in transit while this was read\n",
			       balance->unit, (long long)rest);
}

static void print_balance(const json_t *statistics)
{
	const struct balance balances[UNITS] = {
		balance_of(statistics, "packets"),
		balance_of(statistics, "bytes"),
		balance_of(statistics, "flows"),
	};
	struct table table = {
		.columns = 1 + UNITS,
		.header = { "", "PACKETS", "BYTES", "FLOWS" },
		.indent = INDENT,
		.right = 1 << 1 | 1 << 2 | 1 << 3,
	};
	int i;

	table_measure(&table, table.header);
	for (i = 0; i < BALANCE_PARTS; i++)
		balance_row(&table, balances, i, false);
	table_header(&table);
	for (i = 0; i < BALANCE_PARTS; i++)
		balance_row(&table, balances, i, true);
	for (i = 0; i < UNITS; i++)
		print_difference(&balances[i]);
}

static void print_cache(const json_t *statistics)
{
	u64 now = json_number(statistics, "cached_flows"), most;
	char peak[FORMAT_SIZE], buckets[FORMAT_SIZE], memory[FORMAT_SIZE], text[4 * FORMAT_SIZE];

	/* The module updates its peak only occasionally. */
	most = json_number(statistics, "peak_flows");
	most = now > most ? now : most;

	snprintf(text, sizeof(text), "%s, %s buckets, peak %s flows",
		 format_bytes(json_number(statistics, "memory"), memory),
		 format_count(json_number(statistics, "buckets"), buckets),
		 format_count(most, peak));
	print_labelled("cache", text, COLOUR_NONE);
}

static void print_memory(const json_t *statistics)
{
	char used[FORMAT_SIZE], owner[FORMAT_SIZE], limit[FORMAT_SIZE], text[6 * FORMAT_SIZE];
	u64 reached = json_number(statistics, "limit_reached");
	int length;

	length = snprintf(text, sizeof(text), "%s",
			  format_bytes(json_number(statistics, "used_memory"), used));
	if (json_object_get(statistics, "limit_memory"))
		snprintf(text + length, sizeof(text) - length,
			 ", its owner %s of %s allowed by the host%s",
			 format_bytes(json_number(statistics, "owner_memory"), owner),
			 format_bytes(json_number(statistics, "limit_memory"), limit),
			 reached ? ", which was reached" : "");
	print_labelled("memory", text, reached ? COLOUR_WARN : COLOUR_NONE);
}

void show_statistics(const json_t *statistics)
{
	static const struct count lost[] = {
		{ "lost_memory_packets", "packets for lack of memory" },
		{ "lost_backlog_packets", "packets because exporting was too slow" },
		{ "lost_no_destination_packets", "packets because there was no destination" },
	};
	static const struct count ignored[] = {
		{ "ignored_not_ip", "packets that were neither IPv4 nor IPv6" },
		{ "ignored_truncated", "packets with a truncated IP header" },
		{ "ignored_repeated", "packets that passed once more as their VRF's" },
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
	print_memory(statistics);
}
