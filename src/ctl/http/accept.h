/* SPDX-License-Identifier: GPL-2.0 */
/* Which format of the counters an HTTP client prefers (RFC 9110, 12.5.1). Pure. */
#ifndef _CTL_HTTP_ACCEPT_H
#define _CTL_HTTP_ACCEPT_H

#include <stdbool.h>

/**
 * accept_prometheus - choose between OpenMetrics and the text format of Prometheus
 * @accept: value of the request's field Accept, or NULL
 *
 * OpenMetrics is sent only to clients that name it and do not prefer text/plain.
 * Return: true for the text format of Prometheus.
 */
bool accept_prometheus(const char *accept);

#endif /* _CTL_HTTP_ACCEPT_H */
