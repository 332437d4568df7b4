/* SPDX-License-Identifier: GPL-2.0 */
/* The chains of netflowctl's own tables. */
#ifndef _CTL_RULES_CHAINS_H
#define _CTL_RULES_CHAINS_H

#include <jansson.h>
#include <stdbool.h>

/**
 * rules_chains - read which chains of a monitor's own table have its rules
 * @monitor: its name
 * Return: a new object {NAME: is it a base chain}, or NULL, reported on stderr.
 */
json_t *rules_chains(const char *monitor);

/**
 * rules_due - has the interface appeared that a monitor's rules waited for?
 * @monitor: its name
 * @specs: of its own table
 * Return: true if there is such a rule; rules_replace() activates it.
 */
bool rules_due(const char *monitor, const json_t *specs);

#endif /* _CTL_RULES_CHAINS_H */
