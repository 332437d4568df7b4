/* SPDX-License-Identifier: GPL-2.0 */
/* The picture of `netflowctl top`. */
#ifndef _CTL_FLOWS_TOP_DRAW_H
#define _CTL_FLOWS_TOP_DRAW_H

#include "kernel.h"

#include <stdbool.h>
#include <stdio.h>

#include "rate.h"

/* The narrowest terminal that takes a row. */
#define TOP_WIDTH_LEAST	40

/**
 * struct top_width - how wide a column has to be
 * @width: for its widest cell
 * @when: it was last so wide, ms since 1970
 */
struct top_width {
	int width;
	u64 when;
};

/**
 * struct top_view - what is shown, and how
 * @monitor: its name
 * @filter: which flows are meant, "": all
 * @by: "flow", "host", "port" or "interface"
 * @by_packets: the order: by packets, not by bits
 * @paused: the picture rests
 * @interval: seconds between two readings
 * @limit: rows at most, 0: as many as there is room for
 * @elapsed_ms: between the two readings that are shown
 * @now_ms: of the second one, since 1970
 * @widths: made by top_measure(), of the rows by @measured
 * @measured: of the pictures until now; NULL: none
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
 * top_measure - let the columns stay where they are from one picture to the next
 * @rows: that will be shown
 *
 * They get wider at once, and narrower when there was room to spare for a while.
 */
void top_measure(struct top_view *view, const struct rates *rates, size_t rows);

/**
 * top_draw - print head and rows
 * @out: where to
 * @width: of a line, TOP_WIDTH_LEAST or more; 0: no limit
 * @rows: greatest number of rows
 * @colours: use them
 * @end: of each line
 */
void top_draw(FILE *out, const struct top_view *view, const struct rates *rates, int width,
	      size_t rows, bool colours, const char *end);

/** top_json - print one object in one line */
void top_json(const struct top_view *view, const struct rates *rates);

#endif /* _CTL_FLOWS_TOP_DRAW_H */
