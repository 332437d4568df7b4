// SPDX-License-Identifier: GPL-2.0
/* The picture of `netflowctl top`: for a terminal, a pipe, a program. */
#include "top.h"

#include <jansson.h>
#include <string.h>
#include <time.h>

#include "output.h"

/* Columns of numbers, all of one width, at the right. */
#define NUMBER_WIDTH	13
#define LABEL_LEAST	16

static u64 per_second(u64 number, u64 ms)
{
	return ms ? (number * 1000 + ms / 2) / ms : 0;
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
	char bits[FORMAT_SIZE], packets[FORMAT_SIZE], flows[FORMAT_SIZE], line[256], clock[16];
	time_t seconds = view->now_ms / 1000;
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	snprintf(line, sizeof(line), "%s  monitor %s  %s flows  %s  %s packets/s  every %lu s%s",
		 clock, view->monitor, format_count(rates->total.flows, flows),
		 format_rate(per_second(rates->total.bytes[0] * 8, view->elapsed_ms), bits),
		 format_count(per_second(rates->total.packets[0], view->elapsed_ms), packets),
		 view->interval, view->paused ? "  (resting)" : "");
	fprintf(out, "%s%.*s%s%s", sequence(colours, "\033[1m"),
		width > 0 ? width : (int)sizeof(line), line, sequence(colours, "\033[0m"), end);
}

static int label_width(const struct top_view *view, const struct rates *rates, size_t rows,
		       int width)
{
	int columns = has_directions(view) ? 5 : 3, room = width - columns * NUMBER_WIDTH, longest;
	size_t i, length;

	longest = LABEL_LEAST;
	for (i = 0; i < rows && i < rates->count; i++) {
		length = strlen(rates->rows[i].label);
		if ((int)length > longest)
			longest = length;
	}
	if (width && longest > room)
		longest = room < LABEL_LEAST ? LABEL_LEAST : room;
	return longest;
}

/* One number of a row, or the name above. */
static void put(FILE *out, const char *text)
{
	fprintf(out, "%*s", NUMBER_WIDTH, text);
}

static void draw_names(FILE *out, const struct top_view *view, int label, bool colours,
		       const char *end)
{
	char name[16];
	size_t i;

	snprintf(name, sizeof(name), "%s", view->by);
	for (i = 0; name[i]; i++)
		name[i] += 'A' - 'a';
	fprintf(out, "%s%-*s", sequence(colours, "\033[7m"), label, name);
	if (has_directions(view)) {
		put(out, view->by_packets ? "PACKETS IN/S*" : "PACKETS IN/S");
		put(out, view->by_packets ? "OUT/S*" : "OUT/S");
		put(out, view->by_packets ? "BITS IN" : "BITS IN*");
		put(out, view->by_packets ? "OUT" : "OUT*");
	} else {
		put(out, view->by_packets ? "PACKETS/S*" : "PACKETS/S");
		put(out, view->by_packets ? "BITS" : "BITS*");
	}
	put(out, "FLOWS");
	fprintf(out, "%s%s", sequence(colours, "\033[0m"), end);
}

static void draw_row(FILE *out, const struct top_view *view, const struct rate_row *row,
		     int label, const char *end)
{
	int directions = has_directions(view) ? 2 : 1, i;
	char text[FORMAT_SIZE];

	fprintf(out, "%-*.*s", label, label, row->label);
	for (i = 0; i < directions; i++)
		put(out, format_count(per_second(row->packets[i], view->elapsed_ms), text));
	for (i = 0; i < directions; i++)
		put(out, format_rate(per_second(row->bytes[i] * 8, view->elapsed_ms), text));
	put(out, format_count(row->flows, text));
	fputs(end, out);
}

void top_draw(FILE *out, const struct top_view *view, const struct rates *rates, int width,
	      size_t rows, bool colours, const char *end)
{
	int label = label_width(view, rates, rows, width);
	size_t i;

	draw_head(out, view, rates, colours, width, end);
	draw_names(out, view, label, colours, end);
	for (i = 0; i < rows && i < rates->count; i++)
		draw_row(out, view, &rates->rows[i], label, end);
}

static json_t *row_json(const struct top_view *view, const struct rate_row *row)
{
	json_t *object = json_pack("{s:s, s:I}", view->by, row->label, "flows",
				   (json_int_t)row->flows);
	static const char *const names[2][2] = {
		{ "packets_in", "packets_out" }, { "bytes_in", "bytes_out" },
	};
	int i;

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
