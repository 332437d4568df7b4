// SPDX-License-Identifier: GPL-2.0
/*
 * A client lists media ranges, each with its parameters; the parameter `q` is the range's
 * weight, 1 if it is absent. The other parameters are versions and the like, which any of
 * the two formats satisfies.
 */
#include "accept.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SPACE	" \t"

/* The weight that a media range, which ends at @end, gives; any other number is none. */
static double weight(const char *range, const char *end)
{
	double q;

	while ((range = memchr(range, ';', end - range))) {
		range++;
		range += strspn(range, SPACE);
		if (strncasecmp(range, "q=", 2))
			continue;
		q = strtod(range + 2, NULL);
		return q > 0 && q <= 1 ? q : 0;
	}
	return 1;
}

/* The largest weight of a media type; 0: it is not named. */
static double weight_of(const char *accept, const char *type)
{
	size_t length = strlen(type);
	double most = 0, q;
	const char *end;

	for (; *accept; accept = *end ? end + 1 : end) {
		accept += strspn(accept, SPACE);
		end = accept + strcspn(accept, ",");
		if (strncasecmp(accept, type, length) || !strchr(SPACE ";,", accept[length]))
			continue;
		q = weight(accept, end);
		if (q > most)
			most = q;
	}
	return most;
}

bool accept_prometheus(const char *accept)
{
	double openmetrics = accept ? weight_of(accept, "application/openmetrics-text") : 0;

	return openmetrics == 0 || openmetrics < weight_of(accept, "text/plain");
}
