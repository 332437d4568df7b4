/* SPDX-License-Identifier: GPL-2.0 */
/*
 * netflowctl's own rules in iptables, as data: specs as in rule_specs.h, whose
 * `match' is always "". `device' is where packets come in, at output and
 * postrouting where they go out; "": any.
 *
 * In the configuration file they are "HOOK[:DEVICE][,...]". Pure: no kernel, no
 * output.
 */
#ifndef _CTL_IPTABLES_SPECS_H
#define _CTL_IPTABLES_SPECS_H

#include <jansson.h>
#include <stdio.h>

#include "settings/settings.h"

/**
 * iptables_specs_add - add rules, one for each hook and device
 * @specs: an array
 * @hooks: bits by number
 * @devices: list with commas, or NULL: any
 * Return: 0, or -EINVAL with a sentence, then nothing was added.
 */
int iptables_specs_add(json_t *specs, int hooks, const char *devices,
		       struct netflow_error *error);

/**
 * iptables_specs_parse - read a list of the configuration file
 * @specs: an array, unchanged on error
 * Return: 0 or -EINVAL with a sentence.
 */
int iptables_specs_parse(json_t *specs, const char *text, struct netflow_error *error);

/** iptables_table - the table of iptables where a hook's rule is */
const char *iptables_table(int hook);

/**
 * iptables_spec_write - write the rule as a line of iptables-restore
 * @command: "-I" or "-D"
 */
void iptables_spec_write(FILE *out, const char *command, const json_t *spec, const char *monitor);

/**
 * iptables_spec_read - read a line of iptables-save, taken apart
 * @table: that it stands in
 * @words: from iptables_words()
 * @monitor: whose rules are meant
 * Return: a new reference to the spec; NULL: it is no own rule of that monitor.
 */
json_t *iptables_spec_read(const char *table, char *const words[], const char *monitor);

#endif /* _CTL_IPTABLES_SPECS_H */
