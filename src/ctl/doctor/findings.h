/* SPDX-License-Identifier: GPL-2.0 */
/* What the doctor has found. */
#ifndef _CTL_DOCTOR_FINDINGS_H
#define _CTL_DOCTOR_FINDINGS_H

#include "kernel.h"

#include <jansson.h>

/* How bad it is. */
enum doctor_state {
	DOCTOR_OK,
	DOCTOR_NOTICE,	/* may be meant so */
	DOCTOR_WARNING,	/* some flows may be missing or wrong */
	DOCTOR_ERROR,	/* keeps flows from arriving */
};

/**
 * finding - add a finding: {check, state, what, command}
 * @findings: array
 * @check: what was looked at, one word
 * @command: mends it, or shows more; NULL: nothing to do
 * @format: what is so, as for printf
 */
void finding(json_t *findings, enum doctor_state state, const char *check, const char *command,
	     const char *format, ...) __printf(5, 6);

/**
 * finding_state - how bad a finding is
 * @one: of the findings
 * Return: its state.
 */
enum doctor_state finding_state(const json_t *one);

#endif /* _CTL_DOCTOR_FINDINGS_H */
