/* SPDX-License-Identifier: GPL-2.0 */
/* Check the path to each collector. */
#ifndef _CTL_DOCTOR_DESTINATIONS_H
#define _CTL_DOCTOR_DESTINATIONS_H

#include <jansson.h>

/**
 * doctor_destinations - check route, interface, firewall and errors of each collector
 * @findings: array that findings are added to
 * @monitors: from monitors_read(), with destinations
 */
void doctor_destinations(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_DESTINATIONS_H */
