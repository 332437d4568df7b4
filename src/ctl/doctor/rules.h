/* SPDX-License-Identifier: GPL-2.0 */
/* Do packets reach the rules? */
#ifndef _CTL_DOCTOR_RULES_H
#define _CTL_DOCTOR_RULES_H

#include <jansson.h>

/**
 * doctor_rules - does anything feed the monitors, and do packets get there?
 * @monitors: from monitors_read(), with destinations and statistics
 */
void doctor_rules(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_RULES_H */
