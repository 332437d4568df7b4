/* SPDX-License-Identifier: GPL-2.0 */
/*
 * netflowctl's own rules in iptables, as data: specs as in rules/specs.h, whose `match' is
 * always "". `device' is the interface by which packets enter, or at output and postrouting
 * leave; "": any.
 *
 * In the configuration file they are "HOOK[:DEVICE][,...]". Pure: no kernel, no output.
 */
#ifndef _CTL_IPTABLES_SPECS_H
#define _CTL_IPTABLES_SPECS_H

#include <jansson.h>
#include <stdio.h>

#include "settings/settings.h"

/**
 * iptables_specs_add - add rules, one for each hook and device
 * @specs: the array to add to; unchanged on error
 * @hooks: bits by number of the hook
 * @devices: names of interfaces separated by commas, or NULL for any
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int iptables_specs_add(json_t *specs, int hooks, const char *devices,
		       struct netflow_error *error);

/**
 * iptables_specs_parse - parse a list from the configuration file
 * @specs: the array to add to; unchanged on error
 * @text: the list, "HOOK[:DEVICE][,...]"
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int iptables_specs_parse(json_t *specs, const char *text, struct netflow_error *error);

/**
 * iptables_table - get the iptables table for the rules of a hook
 * @hook: number of the hook, less than NETFLOW_HOOKS
 * Return: name of the table.
 */
const char *iptables_table(int hook);

/**
 * iptables_spec_write - write a rule as a line for iptables-restore
 * @out: gets the line
 * @command: "-I" or "-D"
 * @spec: the rule
 * @monitor: name of the monitor
 */
void iptables_spec_write(FILE *out, const char *command, const json_t *spec, const char *monitor);

/**
 * iptables_spec_read - read an own rule from a line of iptables-save
 * @table: the table that contains the line
 * @words: from iptables_words()
 * @monitor: name of the monitor
 * Return: a new reference to the spec, or NULL if the line is not an own rule of @monitor.
 */
json_t *iptables_spec_read(const char *table, char *const words[], const char *monitor);

#endif /* _CTL_IPTABLES_SPECS_H */
