/* SPDX-License-Identifier: GPL-2.0 */
/* Check whether packets reach the rules. */
#ifndef _CTL_DOCTOR_RULES_H
#define _CTL_DOCTOR_RULES_H

#include <jansson.h>

/**
 * doctor_rules - check that something feeds the monitors, and that packets reach the rules
 * @findings: array that findings are added to
 * @monitors: from monitors_read()
 */
void doctor_rules(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_RULES_H */
