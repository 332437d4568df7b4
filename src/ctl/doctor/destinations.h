/* SPDX-License-Identifier: GPL-2.0 */
/* The way to each collector. */
#ifndef _CTL_DOCTOR_DESTINATIONS_H
#define _CTL_DOCTOR_DESTINATIONS_H

#include <jansson.h>

/** doctor_destinations - route, interface, firewall, errors, of each collector */
void doctor_destinations(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_DESTINATIONS_H */
