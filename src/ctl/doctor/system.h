/* SPDX-License-Identifier: GPL-2.0 */
/* Clock, conntrack, losses. */
#ifndef _CTL_DOCTOR_SYSTEM_H
#define _CTL_DOCTOR_SYSTEM_H

#include <jansson.h>

/** doctor_clock - records carry this machine's time */
void doctor_clock(json_t *findings);

/** doctor_conntrack - what of conntrack the kernel does not tell */
void doctor_conntrack(json_t *findings);

/** doctor_losses - what the monitors lost */
void doctor_losses(json_t *findings, const json_t *monitors);

#endif /* _CTL_DOCTOR_SYSTEM_H */
