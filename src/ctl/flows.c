// SPDX-License-Identifier: GPL-2.0
/* netflowctl flows */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ctl.h"
#include "flow_filter.h"
#include "flow_list.h"
#include "flow_text.h"
#include "genl.h"
#include "output.h"

#define COLUMNS	11

static u64 now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

/* How long ago; the clock may have been set back meanwhile. */
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
		table_row(table, 0, cells);
	else
		table_measure(table, cells);
}

/* A text about the table, in lines as wide as the terminal. */
static void print_note(const char *text)
{
	fputs(colour(COLOUR_DIM), stdout);
	print_wrapped(text, 0, terminal_width());
	fputs(colour(COLOUR_NONE), stdout);
}

static void print_total(const struct flow_list *list, size_t shown)
{
	char text[4][FORMAT_SIZE], exact[FORMAT_SIZE], note[8 * FORMAT_SIZE];
	u64 packets = 0, bytes = 0;
	size_t i;

	for (i = 0; i < list->count; i++) {
		packets += list->flows[i].packets;
		bytes += list->flows[i].bytes;
	}
	snprintf(note, sizeof(note), "%s%s%s flow%s, %s packet%s, %s bytes (%s)",
		 shown < list->count ? format_count(shown, text[3]) : "",
		 shown < list->count ? " of " : "",
		 format_count(list->count, text[0]), list->count == 1 ? "" : "s",
		 format_count(packets, text[1]), packets == 1 ? "" : "s",
		 format_count(bytes, exact), format_bytes(bytes, text[2]));
	print_note(note);
}

/* Nothing goes without a word. */
static void print_hidden(const struct table *table)
{
	char note[256] = "not shown, for want of room:";
	size_t i, used = strlen(note);

	for (i = 0; i < table->columns; i++)
		if (table->hidden & 1U << i)
			used += snprintf(note + used, sizeof(note) - used, " %s,",
					 table->header[i]);
	note[used - 1] = '\0';
	if (table->hidden)
		print_note(note);
}

static void print_flows(const struct flow_list *list, size_t shown)
{
	/* TOS, OUT, IN, DETAILS, AGE, IDLE, PACKETS */
	static const unsigned char order[] = { 9, 4, 3, 10, 7, 8, 5 };
	struct table table = {
		.columns = COLUMNS,
		.header = { "PROTO", "SOURCE", "DESTINATION", "IN", "OUT", "PACKETS", "BYTES",
			    "AGE", "IDLE", "TOS", "DETAILS" },
		.right = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8,
	};
	u64 now = now_ms();
	size_t i;

	table_measure(&table, table.header);
	for (i = 0; i < shown; i++)
		flow_row(&table, &list->flows[i], now, false);
	table_fit(&table, 0, order, sizeof(order));
	table_header(&table, 0);
	for (i = 0; i < shown; i++)
		flow_row(&table, &list->flows[i], now, true);
	print_hidden(&table);
	print_total(list, shown);
}

/* Named like the attributes of the kernel, which are named like the Information Elements. */
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

/* One flow at a time: there may be millions. */
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

int flows_run(const struct options *options)
{
	struct flow_filter filter;
	struct flow_list list;
	struct netlink nl;
	size_t shown;
	int err;

	if (flow_filter_read(&filter, options))
		return CTL_USAGE;
	if (genl_open(&nl))
		return CTL_ERROR;
	err = flow_list_read(&list, &nl, options_monitor(options));
	netlink_close(&nl);
	if (!err) {
		flow_filter_apply(&filter, &list);
		flow_list_sort(&list, options->sort);
		shown = list.count;
		if (options->limit && options->limit < shown)
			shown = options->limit;
		if (options->present & OPTION_JSON)
			print_flows_json(&list, shown);
		else if (shown)
			print_flows(&list, shown);
		else
			printf("no flow in the cache of monitor %s%s\n", options_monitor(options),
			       options->present & OPTION_FILTER ? ", or none that fits" : "");
	}
	flow_list_free(&list);
	return err ? CTL_ERROR : CTL_OK;
}
