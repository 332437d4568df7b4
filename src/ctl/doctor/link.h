/* SPDX-License-Identifier: GPL-2.0 */
/* Is an interface up? */
#ifndef _CTL_DOCTOR_LINK_H
#define _CTL_DOCTOR_LINK_H

#include <jansson.h>

/**
 * doctor_link - is the interface there and up?
 * @index: or 0: by @name
 * @name: for the sentence and if @index is 0
 */
void doctor_link(json_t *findings, const char *check, int index, const char *name);

#endif /* _CTL_DOCTOR_LINK_H */
