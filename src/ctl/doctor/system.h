/* SPDX-License-Identifier: GPL-2.0 */
/* Check clock, conntrack, limits and losses. */
#ifndef _CTL_DOCTOR_SYSTEM_H
#define _CTL_DOCTOR_SYSTEM_H

#include <jansson.h>

/**
 * doctor_clock - check that the clock is set and synchronised, as records carry its time
 * @findings: array that findings are added to
 */
void doctor_clock(json_t *findings);

/**
 * doctor_conntrack - report disabled conntrack events
 * @findings: array that findings are added to
 */
void doctor_conntrack(json_t *findings);

/**
 * doctor_limits - report the monitors that reached the host's limit of memory
 * @findings: array that findings are added to
 * @monitors: from monitors_read(), with statistics
 */
void doctor_limits(json_t *findings, const json_t *monitors);

/**
 * doctor_losses - report the packets that monitors have lost, and why
 * @findings: array that findings are added to
 * @monitors: from monitors_read(), with statistics
 */
void doctor_losses(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_SYSTEM_H */
