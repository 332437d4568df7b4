/* SPDX-License-Identifier: GPL-2.0 */
/* Write counters as OpenMetrics text, or in the text format of Prometheus. */
#ifndef _CTL_SHOW_OPENMETRICS_H
#define _CTL_SHOW_OPENMETRICS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * openmetrics_write - write counters as OpenMetrics 1.0 text
 * @out: output stream
 * @monitors: from monitors_read(), with destinations and statistics
 * @prometheus: write the text format 0.0.4 of Prometheus instead
 */
void openmetrics_write(FILE *out, const json_t *monitors, bool prometheus);

#endif /* _CTL_SHOW_OPENMETRICS_H */
