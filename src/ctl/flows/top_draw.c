// SPDX-License-Identifier: GPL-2.0
/* The output of `netflowctl top` for a terminal, a pipe or another program. */
#include "top_draw.h"

#include <jansson.h>
#include <string.h>
#include <time.h>

#include "text/output.h"
#include "text/width.h"
#include "text/wrap.h"
#include "rate.h"

/* Widths of the columns with numbers such as "1,234,567" and "123.4 Mbit/s". */
#define PACKETS_WIDTH	12
#define BITS_WIDTH	14
#define FLOWS_WIDTH	11

/* Space between the parts of a label, and the width below which no part is cut. */
#define GAP		2
#define PART_LEAST	12

/* How long a column stays wider than necessary. */
#define PATIENCE_MS	30000

static u64 per_second(u64 number, u64 ms)
{
	return ms ? (number * 1000 + ms / 2) / ms : 0;
}

/* A rate below one must not look like none. */
static const char *format_packets(u64 packets, u64 ms, char *buf)
{
	u64 rate = per_second(packets, ms);

	if (packets && !rate)
		return "<1";
	return format_count(rate, buf);
}

static bool has_directions(const struct top_view *view)
{
	return view->by[0] == 'h' || view->by[0] == 'i';
}

static const char *sequence(bool colours, const char *text)
{
	return colours ? text : "";
}

static void draw_head(FILE *out, const struct top_view *view, const struct rates *rates,
		      bool colours, int width, const char *end)
{
	char bits[FORMAT_SIZE], packets[FORMAT_SIZE], flows[FORMAT_SIZE], line[512], clock[16];
	time_t seconds = view->now_ms / 1000;
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	snprintf(line, sizeof(line), "%s%s  monitor %s  %s flow%s  %s  %s packets/s  every %lu s",
		 clock, view->paused ? "  paused" : "", view->monitor,
		 format_count(rates->total.flows, flows), rates->total.flows == 1 ? "" : "s",
		 format_rate(per_second(rates->total.bytes[0] * 8, view->elapsed_ms), bits),
		 format_packets(rates->total.packets[0], view->elapsed_ms, packets),
		 view->interval);
	fprintf(out, "%s%.*s%s%s", sequence(colours, "\033[1m"), parts_fit(line, width), line,
		sequence(colours, "\033[0m"), end);
	if (!view->filter[0])
		return;
	snprintf(line, sizeof(line), "only %s", view->filter);
	print_cut(out, line, width ? width : (int)strlen(line));
	fputs(end, out);
}

/* The shown parts of the labels, from @first to @parts - 1, and the numbers that follow. */
struct layout {
	size_t first;
	size_t parts;
	const char *names[RATE_PARTS];
	int width[RATE_PARTS];
	bool packets;
	bool bits;
	bool flows;
};

static bool is_by_flow(const struct top_view *view)
{
	return view->by[0] == 'f';
}

static int numbers_width(const struct top_view *view, const struct layout *layout)
{
	int directions = has_directions(view) ? 2 : 1;

	return directions * (layout->packets * PACKETS_WIDTH + layout->bits * BITS_WIDTH) +
	       layout->flows * FLOWS_WIDTH;
}

/* Split a label in place; missing parts are "". */
static void split(char *label, const char *parts[RATE_PARTS])
{
	size_t i;

	for (i = 0; i < RATE_PARTS; i++) {
		parts[i] = label;
		label += strcspn(label, "\t");
		if (*label)
			*label++ = '\0';
	}
}

static void measure(int widths[RATE_PARTS], const struct rates *rates, size_t rows)
{
	const char *parts[RATE_PARTS];
	char label[RATE_LABEL_SIZE];
	size_t row, i;
	int length;

	for (row = 0; row < rows && row < rates->count; row++) {
		snprintf(label, sizeof(label), "%s", rates->rows[row].label);
		split(label, parts);
		for (i = 0; i < RATE_PARTS; i++) {
			length = text_width(parts[i]);
			if (length > widths[i])
				widths[i] = length;
		}
	}
}

void top_measure(struct top_view *view, const struct rates *rates, size_t rows)
{
	int widths[RATE_PARTS] = { 0 };
	size_t i;

	if (view->measured != view->by)
		memset(view->widths, 0, sizeof(view->widths));
	view->measured = view->by;
	measure(widths, rates, rows);
	for (i = 0; i < RATE_PARTS; i++) {
		struct top_width *at = &view->widths[i];

		if (widths[i] >= at->width || view->now_ms - at->when > PATIENCE_MS)
			*at = (struct top_width){ widths[i], view->now_ms };
	}
}

static int total_width(const struct layout *layout)
{
	int total = -GAP;
	size_t i;

	for (i = layout->first; i < layout->parts; i++)
		total += GAP + layout->width[i];
	return total;
}

static int line_width(const struct top_view *view, const struct layout *layout)
{
	return total_width(layout) + numbers_width(view, layout);
}

static void cut_parts(struct layout *layout, const struct top_view *view, int width)
{
	size_t i, widest;

	while (line_width(view, layout) > width) {
		for (widest = layout->first, i = widest + 1; i < layout->parts; i++)
			if (layout->width[i] > layout->width[widest])
				widest = i;
		if (layout->width[widest] <= PART_LEAST)
			return;
		layout->width[widest]--;
	}
}

/*
 * If the line is too long, leave out the interfaces first, then the numbers that the rows
 * are not sorted by; then cut addresses; finally leave out the flow count and the protocol.
 */
static void squeeze(struct layout *layout, const struct top_view *view, int width)
{
	if (layout->parts == RATE_PARTS && line_width(view, layout) > width)
		layout->parts -= 2;
	if (line_width(view, layout) > width) {
		layout->packets = view->by_packets;
		layout->bits = !view->by_packets;
	}
	cut_parts(layout, view, width);
	if (line_width(view, layout) > width)
		layout->flows = false;
	if (is_by_flow(view) && line_width(view, layout) > width)
		layout->first = 1;
}

static void lay_out(struct layout *layout, const struct top_view *view,
		    const struct rates *rates, size_t rows, int width)
{
	static const struct layout by_flow = {
		.parts = RATE_PARTS, .names = { "PROTO", "SOURCE", "DESTINATION", "IN", "OUT" },
	};
	static const struct layout by_host = { .parts = 1, .names = { "HOST" } };
	static const struct layout by_port = { .parts = 1, .names = { "PORT" } };
	static const struct layout by_interface = { .parts = 1, .names = { "INTERFACE" } };
	size_t i;

	*layout = is_by_flow(view) ? by_flow : view->by[0] == 'h' ? by_host :
		  view->by[0] == 'p' ? by_port : by_interface;
	layout->packets = true;
	layout->bits = true;
	layout->flows = !is_by_flow(view);
	for (i = 0; i < layout->parts; i++) {
		layout->width[i] = strlen(layout->names[i]);
		if (view->widths[i].width > layout->width[i])
			layout->width[i] = view->widths[i].width;
	}
	measure(layout->width, rates, rows);
	if (width)
		squeeze(layout, view, width);
}

static void put_parts(FILE *out, const struct layout *layout, const char *const parts[])
{
	size_t i;

	for (i = layout->first; i < layout->parts; i++) {
		int used = print_cut(out, parts[i], layout->width[i]);
		int gap = i + 1 < layout->parts ? GAP : 0;

		fprintf(out, "%*s", layout->width[i] - used + gap, "");
	}
}

/* A star marks the column that the rows are sorted by. */
static void put_name(FILE *out, int width, const char *name, bool sorted)
{
	char text[FORMAT_SIZE];

	snprintf(text, sizeof(text), "%s%s", name, sorted ? "*" : "");
	fprintf(out, "%*s", width, text);
}

static void draw_names(FILE *out, const struct top_view *view, const struct layout *layout,
		       bool colours, int width, const char *end)
{
	int used = total_width(layout) + numbers_width(view, layout);
	bool both = has_directions(view);

	fputs(sequence(colours, "\033[7m"), out);
	put_parts(out, layout, layout->names);
	if (layout->packets)
		put_name(out, PACKETS_WIDTH, both ? "PKT/S IN" : "PACKETS/S", view->by_packets);
	if (layout->packets && both)
		put_name(out, PACKETS_WIDTH, "PKT/S OUT", view->by_packets);
	if (layout->bits)
		put_name(out, BITS_WIDTH, both ? "BIT/S IN" : "BITS/S", !view->by_packets);
	if (layout->bits && both)
		put_name(out, BITS_WIDTH, "BIT/S OUT", !view->by_packets);
	if (layout->flows)
		put_name(out, FLOWS_WIDTH, "FLOWS", false);
	/* In inverse video, fill the line. */
	if (colours && width > used)
		fprintf(out, "%*s", width - used, "");
	fprintf(out, "%s%s", sequence(colours, "\033[0m"), end);
}

static void draw_row(FILE *out, const struct top_view *view, const struct rate_row *row,
		     const struct layout *layout, const char *end)
{
	int directions = has_directions(view) ? 2 : 1, i;
	const char *parts[RATE_PARTS];
	char text[FORMAT_SIZE], label[RATE_LABEL_SIZE];

	snprintf(label, sizeof(label), "%s", row->label);
	split(label, parts);
	put_parts(out, layout, parts);
	for (i = 0; layout->packets && i < directions; i++)
		fprintf(out, "%*s", PACKETS_WIDTH,
			format_packets(row->packets[i], view->elapsed_ms, text));
	for (i = 0; layout->bits && i < directions; i++)
		fprintf(out, "%*s", BITS_WIDTH,
			format_rate(per_second(row->bytes[i] * 8, view->elapsed_ms), text));
	if (layout->flows)
		fprintf(out, "%*s", FLOWS_WIDTH, format_count(row->flows, text));
	fputs(end, out);
}

void top_draw(FILE *out, const struct top_view *view, const struct rates *rates, int width,
	      size_t rows, bool colours, const char *end)
{
	struct layout layout;
	size_t i;

	lay_out(&layout, view, rates, rows, width);
	draw_head(out, view, rates, colours, width, end);
	draw_names(out, view, &layout, colours, width, end);
	for (i = 0; i < rows && i < rates->count; i++)
		draw_row(out, view, &rates->rows[i], &layout, end);
}

/* A flow has a member for each part of its label; anything else has just one. */
static json_t *label_json(const struct top_view *view, const struct rate_row *row)
{
	static const char *const names[RATE_PARTS] = {
		"protocol", "source", "destination", "ingress_interface", "egress_interface",
	};
	json_t *object = json_object();
	const char *parts[RATE_PARTS];
	char label[RATE_LABEL_SIZE];
	size_t i;

	if (!is_by_flow(view)) {
		json_object_set_new(object, view->by, json_string(row->label));
		return object;
	}
	snprintf(label, sizeof(label), "%s", row->label);
	split(label, parts);
	for (i = 0; i < RATE_PARTS; i++)
		json_object_set_new(object, names[i], json_string(parts[i]));
	return object;
}

static json_t *row_json(const struct top_view *view, const struct rate_row *row)
{
	json_t *object = label_json(view, row);
	static const char *const names[2][2] = {
		{ "packets_in", "packets_out" }, { "bytes_in", "bytes_out" },
	};
	int i;

	json_object_set_new(object, "flows", json_integer(row->flows));
	if (!has_directions(view)) {
		json_object_set_new(object, "packets", json_integer(row->packets[0]));
		json_object_set_new(object, "bytes", json_integer(row->bytes[0]));
		return object;
	}
	for (i = 0; i < 2; i++) {
		json_object_set_new(object, names[0][i], json_integer(row->packets[i]));
		json_object_set_new(object, names[1][i], json_integer(row->bytes[i]));
	}
	return object;
}

void top_json(const struct top_view *view, const struct rates *rates)
{
	json_t *rows = json_array(), *object;
	size_t i;

	for (i = 0; i < rates->count && (!view->limit || i < view->limit); i++)
		json_array_append_new(rows, row_json(view, &rates->rows[i]));
	object = json_pack("{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:o}",
			   "time_milliseconds", (json_int_t)view->now_ms,
			   "elapsed_milliseconds", (json_int_t)view->elapsed_ms,
			   "monitor", view->monitor, "by", view->by,
			   "flows", (json_int_t)rates->total.flows,
			   "packets", (json_int_t)rates->total.packets[0],
			   "bytes", (json_int_t)rates->total.bytes[0], "rows", rows);
	json_dumpf(object, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(object);
}
