/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that wait for their interface. */
#ifndef _CTL_RULES_WAITING_H
#define _CTL_RULES_WAITING_H

#include <jansson.h>
#include <stdbool.h>

/**
 * rules_wait - check whether a rule waits for its interface
 * @spec: the rule
 * Return: true for a rule at the ingress of an interface that does not exist.
 */
bool rules_wait(const json_t *spec);

#endif /* _CTL_RULES_WAITING_H */
