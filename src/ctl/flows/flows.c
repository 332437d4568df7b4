// SPDX-License-Identifier: GPL-2.0
/* netflowctl flows */
#include "flows.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "command/command.h"
#include "command/options.h"
#include "kernel/netlink.h"
#include "modules/open.h"
#include "text/output.h"
#include "text/table.h"
#include "text/wrap.h"
#include "filter.h"
#include "list.h"
#include "text.h"

#define COLUMNS	11

static u64 now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

/* 0 if the clock has been set back since. */
static u64 ago(u64 now, u64 then)
{
	return now > then ? now - then : 0;
}

static void flow_row(struct table *table, const struct flow *flow, u64 now, bool print)
{
	const struct flow_key *key = &flow->key;
	char text[COLUMNS][FLOW_TEXT_SIZE];
	const char *const cells[COLUMNS] = {
		flow_protocol(key, text[0]),
		flow_endpoint(key, &key->source, key->source_port, text[1]),
		flow_endpoint(key, &key->destination, key->destination_port, text[2]),
		flow_interface(key->ingress, text[3]),
		flow_interface(flow->egress, text[4]),
		format_count(flow->packets, text[5]),
		format_bytes(flow->bytes, text[6]),
		format_duration(ago(now, flow->start), text[7]),
		format_duration(ago(now, flow->end), text[8]),
		text[9],
		flow_details(flow, text[10]),
	};

	snprintf(text[9], FLOW_TEXT_SIZE, "0x%02x", key->tos);
	if (print)
		table_row(table, cells);
	else
		table_measure(table, cells);
}

/* "20 of 61 flows, sorted by bytes; all 61 together: 1,574 packets, 9,041 bytes (8.8 KiB)" */
static void print_total(const struct flow_list *list, size_t shown, const char *by)
{
	char text[4][FORMAT_SIZE], head[4 * FORMAT_SIZE], note[8 * FORMAT_SIZE];
	u64 packets = 0, bytes = 0;
	size_t i;

	for (i = 0; i < list->count; i++) {
		packets += list->flows[i].packets;
		bytes += list->flows[i].bytes;
	}
	format_count(list->count, text[0]);
	if (shown < list->count)
		snprintf(head, sizeof(head), "%s of %s flows, sorted by %s; all %s together:",
			 format_count(shown, text[3]), text[0], by, text[0]);
	else
		snprintf(head, sizeof(head), "%s flow%s,", text[0], list->count == 1 ? "" : "s");
	snprintf(note, sizeof(note), "%s %s packet%s, %s bytes (%s)", head,
		 format_count(packets, text[1]), packets == 1 ? "" : "s",
		 format_count(bytes, text[2]), format_bytes(bytes, text[3]));
	print_note(note);
}

/* Columns that flows can be sorted by. */
enum { PACKETS = 5, BYTES, AGE, IDLE };

static size_t sort_column(const char *by)
{
	return !strcmp(by, "packets") ? PACKETS : !strcmp(by, "start") ? AGE :
	       !strcmp(by, "end") ? IDLE : BYTES;
}

/* The column that the rows are sorted by is never left out. */
static void fit(struct table *table, const char *by)
{
	/* TOS, OUT, IN, DETAILS */
	static const unsigned char order[] = { 9, 4, 3, 10, TABLE_CUT, AGE, IDLE, PACKETS, BYTES };
	unsigned char left_out[sizeof(order)];
	size_t i, count = 0;

	for (i = 0; i < sizeof(order); i++)
		if (order[i] != sort_column(by))
			left_out[count++] = order[i];
	table_fit(table, terminal_width(), left_out, count);
}

static void print_flows(const struct flow_list *list, size_t shown, const char *by)
{
	struct table table = {
		.columns = COLUMNS,
		.header = { "PROTO", "SOURCE", "DESTINATION", "IN", "OUT", "PACKETS", "BYTES",
			    "AGE", "IDLE", "TOS", "DETAILS" },
		.right = 1 << PACKETS | 1 << BYTES | 1 << AGE | 1 << IDLE,
		.cut = 1 << 1 | 1 << 2,
	};
	u64 now = now_ms();
	size_t i;

	table_measure(&table, table.header);
	for (i = 0; i < shown; i++)
		flow_row(&table, &list->flows[i], now, false);
	fit(&table, by);
	table_header(&table);
	for (i = 0; i < shown; i++)
		flow_row(&table, &list->flows[i], now, true);
	table_note(&table);
	print_total(list, shown, by);
}

/* @all: number of flows before filtering */
static void print_none(const struct options *options, size_t all)
{
	char number[FORMAT_SIZE], note[256];

	if (all)
		snprintf(note, sizeof(note), "none of %s flow%s in the cache of monitor %s matches",
			 format_count(all, number), all == 1 ? "" : "s", options_monitor(options));
	else
		snprintf(note, sizeof(note),
			 "no flows in the cache of monitor %s; 'netflowctl doctor' finds out why",
			 options_monitor(options));
	print_wrapped(note, 0, terminal_width());
}

/* Uses the names of the netlink attributes, which follow the Information Elements. */
static json_t *flow_json(const struct flow *flow)
{
	const struct flow_key *key = &flow->key;
	char source[FLOW_TEXT_SIZE], destination[FLOW_TEXT_SIZE], next_hop[FLOW_TEXT_SIZE];
	json_t *object = json_pack("{s:i, s:s, s:s, s:s, s:i, s:i, s:i, s:i}",
		"ip_version", key->version,
		"source_address", flow_address(key->version, &key->source, source),
		"destination_address", flow_address(key->version, &key->destination, destination),
		"next_hop_address", flow_address(key->version, &flow->next_hop, next_hop),
		"protocol", key->protocol, "class_of_service", key->tos,
		"source_port", key->source_port, "destination_port", key->destination_port);
	json_t *rest = json_pack("{s:I, s:I, s:I, s:i, s:i, s:i, s:i, s:I, s:I, s:I, s:I}",
		"ingress_interface", (json_int_t)key->ingress,
		"egress_interface", (json_int_t)flow->egress,
		"flow_label", (json_int_t)flow->label, "direction", key->direction,
		"tcp_control_bits", flow->tcp_flags, "minimum_ttl", flow->ttl_min,
		"maximum_ttl", flow->ttl_max, "packets", (json_int_t)flow->packets,
		"bytes", (json_int_t)flow->bytes, "start_milliseconds", (json_int_t)flow->start,
		"end_milliseconds", (json_int_t)flow->end);

	json_object_update(object, rest);
	json_decref(rest);
	if (flow_is_icmp(key)) {
		json_object_set_new(object, "icmp_type", json_integer(key->destination_port >> 8));
		json_object_set_new(object, "icmp_code",
				    json_integer(key->destination_port & 0xff));
	}
	return object;
}

/* Prints one flow at a time to save memory: there may be millions. */
static void print_flows_json(const struct flow_list *list, size_t shown)
{
	json_t *object;
	size_t i;

	putchar('[');
	for (i = 0; i < shown; i++) {
		object = flow_json(&list->flows[i]);
		fputs(i ? ",\n " : "\n ", stdout);
		json_dumpf(object, stdout, JSON_COMPACT);
		json_decref(object);
	}
	puts(shown ? "\n]" : "]");
}

static int flows_run(const struct options *options)
{
	struct flow_filter filter;
	struct flow_list list;
	struct netlink nl;
	size_t shown, all;
	int err;

	if (flow_filter_read(&filter, options))
		return CTL_USAGE;
	if (module_open(&nl))
		return CTL_ERROR;
	err = flow_list_read(&list, &nl, options_monitor(options));
	netlink_close(&nl);
	if (!err) {
		all = list.count;
		flow_filter_apply(&filter, &list);
		flow_list_sort(&list, options->sort);
		shown = list.count;
		if (options->limit && options->limit < shown)
			shown = options->limit;
		if (options->present & OPTION_JSON)
			print_flows_json(&list, shown);
		else if (shown)
			print_flows(&list, shown, options->sort);
		else
			print_none(options, all);
	}
	flow_list_free(&list);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command flows_command = {
	.name = "flows",
	.arguments = "",
	.run = flows_run,
	.summary = "List the flows in the cache",
	.options = OPTION_SORT | OPTION_LIMIT | OPTION_FILTER | OPTION_JSON | OPTION_MONITOR,
	.help = "A flow must match all filters that are given.",
};
