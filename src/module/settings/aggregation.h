/* SPDX-License-Identifier: GPL-2.0 */
/* Aggregation rules as text. */
#ifndef _NETFLOW_SETTINGS_AGGREGATION_H
#define _NETFLOW_SETTINGS_AGGREGATION_H

#include "settings.h"

struct netflow_aggregation_rule;

/**
 * netflow_aggregation_parse - read a list of aggregation rules
 * @text: comma-separated NETWORK/LENGTH=LENGTH and PORT[-PORT]=PORT; empty entries are skipped
 * @rules: room for all rules, or NULL to only check
 * @error: set to the reason on error
 *
 * Return: number of rules, or -EINVAL.
 */
int netflow_aggregation_parse(const char *text, struct netflow_aggregation_rule *rules,
			      struct netflow_error *error);

/**
 * netflow_aggregation_write - write the canonical text of a list
 * @text: a list that netflow_aggregation_parse() accepts
 * @buf: room for the text, or NULL to only measure it
 *
 * Return: length without the NUL.
 */
int netflow_aggregation_write(const char *text, char *buf);

#endif /* _NETFLOW_SETTINGS_AGGREGATION_H */
