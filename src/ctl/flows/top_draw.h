/* SPDX-License-Identifier: GPL-2.0 */
/* Draw the output of `netflowctl top`. */
#ifndef _CTL_FLOWS_TOP_DRAW_H
#define _CTL_FLOWS_TOP_DRAW_H

#include "kernel.h"

#include <stdbool.h>
#include <stdio.h>

#include "rate.h"

/* Minimum width of a terminal, in columns. */
#define TOP_WIDTH_LEAST	40

/**
 * struct top_width - width of a column
 * @width: of its widest recent cell, in characters
 * @when: time when a cell last had this width, in ms since 1970
 */
struct top_width {
	int width;
	u64 when;
};

/**
 * struct top_view - what is shown, and how
 * @monitor: name of the monitor
 * @filter: text from flow_filter_text(); "": all flows
 * @by: "flow", "host", "port" or "interface"
 * @by_packets: sort by packets instead of bits
 * @paused: whether the display is paused
 * @interval: seconds between two readings
 * @limit: maximum number of rows; 0: as many as fit
 * @elapsed_ms: time between the two readings that are shown, in ms
 * @now_ms: time of the second reading, in ms since 1970
 * @widths: column widths, kept by top_measure()
 * @measured: value of @by that @widths belong to; NULL: none yet
 */
struct top_view {
	const char *monitor;
	const char *filter;
	const char *by;
	bool by_packets;
	bool paused;
	unsigned long interval;
	unsigned long limit;
	u64 elapsed_ms;
	u64 now_ms;
	struct top_width widths[RATE_PARTS];
	const char *measured;
};

/**
 * top_measure - update the column widths, avoiding jumps between two updates
 * @view: its widths are updated
 * @rates: the rows
 * @rows: number of rows that will be shown
 *
 * Columns grow at once and shrink only when they have been too wide for a while.
 */
void top_measure(struct top_view *view, const struct rates *rates, size_t rows);

/**
 * top_draw - print header and rows
 * @out: output stream
 * @view: what is shown, and how
 * @rates: the rows
 * @width: maximum line length, at least TOP_WIDTH_LEAST; 0: no limit
 * @rows: maximum number of rows
 * @colours: whether to use colours
 * @end: string that ends each line
 */
void top_draw(FILE *out, const struct top_view *view, const struct rates *rates, int width,
	      size_t rows, bool colours, const char *end);

/**
 * top_json - print the rates to stdout as a JSON object on one line
 * @view: what is shown
 * @rates: the rows; at most the view's limit are printed
 */
void top_json(const struct top_view *view, const struct rates *rates);

#endif /* _CTL_FLOWS_TOP_DRAW_H */
