/* SPDX-License-Identifier: GPL-2.0 */
/* Findings of the doctor. */
#ifndef _CTL_DOCTOR_FINDINGS_H
#define _CTL_DOCTOR_FINDINGS_H

#include "kernel.h"

#include <jansson.h>

/* Severity of a finding. */
enum doctor_state {
	DOCTOR_OK,
	DOCTOR_NOTICE,	/* may be intended */
	DOCTOR_WARNING,	/* some flows may be missing or wrong */
	DOCTOR_ERROR,	/* keeps flows from arriving */
};

/**
 * finding - add a finding: {check, state, what, command, hint}
 * @findings: array that the finding is added to
 * @state: its severity
 * @check: name of the check, one word
 * @command: command that fixes the problem or shows more, to be pasted into a shell as it is;
 *	NULL: none
 * @format: description, as for printf; truncated at 511 bytes
 * @...: arguments of @format
 */
void finding(json_t *findings, enum doctor_state state, const char *check, const char *command,
	     const char *format, ...) __printf(5, 6);

/**
 * finding_hint - add a hint to the newest finding
 * @findings: array that has it
 * @hint: what to do or know besides the command
 */
void finding_hint(json_t *findings, const char *hint);

/**
 * finding_chain - write the command that lists a chain
 * @rule: has the members family, table and chain
 * @command: gets it; FINDING_COMMAND_SIZE bytes
 * Return: @command, or NULL if nft cannot read these names: the kernel takes any.
 */
const char *finding_chain(const json_t *rule, char *command);

/* Size of a buffer for a command, also with the longest names of nftables. */
#define FINDING_COMMAND_SIZE	640

/**
 * finding_state - get the severity of a finding
 * @one: element of the findings
 *
 * Return: its severity; DOCTOR_ERROR if it has none.
 */
enum doctor_state finding_state(const json_t *one);

#endif /* _CTL_DOCTOR_FINDINGS_H */
