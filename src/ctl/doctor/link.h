/* SPDX-License-Identifier: GPL-2.0 */
/* Check an interface. */
#ifndef _CTL_DOCTOR_LINK_H
#define _CTL_DOCTOR_LINK_H

#include <jansson.h>

/**
 * doctor_link - report an interface that does not exist, is down or has no carrier
 * @findings: array that findings are added to
 * @check: name of the check, one word
 * @index: of the interface; 0: find it by @name
 * @name: of the interface; used if @index is 0
 */
void doctor_link(json_t *findings, const char *check, int index, const char *name);

#endif /* _CTL_DOCTOR_LINK_H */
