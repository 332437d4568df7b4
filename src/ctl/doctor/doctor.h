/* SPDX-License-Identifier: GPL-2.0 */
/* What `netflowctl doctor` looks at; each part adds its findings. */
#ifndef _CTL_DOCTOR_H
#define _CTL_DOCTOR_H

#include <jansson.h>
#include <stdbool.h>

#include "kernel.h"

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
 * doctor_module - is it there, built for this kernel, loaded, of this version?
 * Return: is it loaded?
 */
bool doctor_module(json_t *findings);

/** doctor_secure_boot - would this kernel load the module? @loaded: it has */
void doctor_secure_boot(json_t *findings, bool loaded);

/** doctor_clock - records carry this machine's time */
void doctor_clock(json_t *findings);

/** doctor_conntrack - what of conntrack the kernel does not tell */
void doctor_conntrack(json_t *findings);

/**
 * doctor_rules - does anything feed the monitors, and do packets get there?
 * @monitors: from genl_monitors(), with destinations and statistics
 */
void doctor_rules(json_t *findings, const json_t *monitors);

/** doctor_destinations - route, interface, firewall, errors, of each collector */
void doctor_destinations(json_t *findings, const json_t *monitors);

/** doctor_losses - what the monitors lost */
void doctor_losses(json_t *findings, const json_t *monitors);

/**
 * doctor_link - is the interface there and up?
 * @index: or 0: by @name
 * @name: for the sentence and if @index is 0
 */
void doctor_link(json_t *findings, const char *check, int index, const char *name);

/**
 * doctor_drops - base chains of nftables that may drop packets
 * @hook: number of the hook, of IPv4 and IPv6
 * @priority: only those that come before it
 * Return: a new array of {family, table, chain, priority, policy}; NULL: cannot be read.
 */
json_t *doctor_drops(unsigned int hook, int priority);

/** read_first_line - of a small file; "" if it cannot be read. Return: @buf */
const char *read_first_line(const char *path, char *buf, int size);

#endif /* _CTL_DOCTOR_H */
