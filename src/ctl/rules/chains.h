/* SPDX-License-Identifier: GPL-2.0 */
/* The chains of netflowctl's own tables. */
#ifndef _CTL_RULES_CHAINS_H
#define _CTL_RULES_CHAINS_H

#include <jansson.h>
#include <stdbool.h>

/**
 * rules_chains - the chains of a monitor's own table that have its rules
 * Return: {NAME: is it a base chain}, a new object, or NULL: told on stderr.
 */
json_t *rules_chains(const char *monitor);

/**
 * rules_due - have rules of a monitor waited for an interface that is there now?
 * @monitor: its name
 * @specs: of its own table
 * rules_replace() lets them meter.
 */
bool rules_due(const char *monitor, const json_t *specs);

#endif /* _CTL_RULES_CHAINS_H */
