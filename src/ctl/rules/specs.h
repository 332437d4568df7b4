/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Wanted rules as data: an array of {hook, device, match}.
 *
 * `hook' is "prerouting", ... or "ingress", the only one with a `device'; `match'
 * is an nft expression, "" for every packet. Normalised specs are sorted and
 * unique, so that json_equal() can compare two lists.
 *
 * In the configuration file a rule is "HOOK[,HOOK...] [MATCH]", where the hook
 * ingress is "ingress:DEVICE". Pure: no kernel, no output.
 */
#ifndef _CTL_RULES_SPECS_H
#define _CTL_RULES_SPECS_H

#include <jansson.h>
#include <stdbool.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"

/* Hooks of rules: those of the settings, and ingress. */
#define RULE_HOOK_INGRESS	NETFLOW_HOOKS
#define RULE_HOOKS		(NETFLOW_HOOKS + 1)

/* How the name of each of netflowctl's own tables begins; the default monitor's is that alone. */
#define OWN_TABLE		"netflow"
#define TABLE_NAME_SIZE		(NETFLOW_MONITOR_NAME_SIZE + sizeof(OWN_TABLE "-"))

/* In a table whose rules have matches: the chain that has the expression. */
#define CHAIN_NETFLOW		"netflow"

/* Size of a buffer for the name of one of our chains. */
#define CHAIN_NAME_SIZE		48

/* The default: forwarded packets, packets for this machine, and packets from it. */
#define RULE_HOOKS_DEFAULT \
	(1 << NETFLOW_HOOK_FORWARD | 1 << NETFLOW_HOOK_INPUT | 1 << NETFLOW_HOOK_OUTPUT)

/* Longest match, its NUL included. */
#define RULE_MATCH_SIZE		2048

extern const char *const rule_hook_names[RULE_HOOKS];

/**
 * rule_hook_find - find a hook by its name
 * @name: as in rule_hook_names
 * Return: number of the hook, or -1.
 */
int rule_hook_find(const char *name);

/**
 * rule_hooks_parse - parse a list of hook names, which may include ingress
 * @text: names separated by commas
 * @error: gets a sentence on error
 * Return: bits by number of the hook, 0 for none, or -EINVAL.
 */
int rule_hooks_parse(const char *text, struct netflow_error *error);

/**
 * rule_devices_check - check a list of interface names
 * @devices: names separated by commas
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int rule_devices_check(const char *devices, struct netflow_error *error);

/**
 * rules_table_name - write the default name of a monitor's own table
 * @monitor: name of the monitor
 * @name: gets the table's name; TABLE_NAME_SIZE bytes
 */
void rules_table_name(const char *monitor, char *name);

/**
 * rule_table_check - check the name of an own table
 * @name: the name
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int rule_table_check(const char *name, struct netflow_error *error);

/**
 * rule_specs_add - add rules, one for each hook (and for ingress, each device)
 * @specs: the array to add to; unchanged on error
 * @hooks: bits by number of the hook
 * @devices: names separated by commas, or NULL. For hooks other than ingress they become
 *	part of the match: the input interface, or the output one at output and postrouting
 * @match: nft expression, or NULL
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int rule_specs_add(json_t *specs, int hooks, const char *devices, const char *match,
		   struct netflow_error *error);

/**
 * rule_specs_normalise - sort rules and remove duplicates
 * @specs: array of rules
 * Return: a new array.
 */
json_t *rule_specs_normalise(const json_t *specs);

/**
 * rule_specs_parse - parse a rule of the configuration file
 * @specs: the array to add to; unchanged on error
 * @text: the rule
 * @error: gets a sentence on error
 * Return: 0 or -EINVAL.
 */
int rule_specs_parse(json_t *specs, const char *text, struct netflow_error *error);

/**
 * rule_specs_format - format rules for the configuration file
 * @specs: array of rules
 * Return: a new array of texts.
 */
json_t *rule_specs_format(const json_t *specs);

/**
 * rule_spec_chain - write the name of a rule's chain: "forward", "ingress-eth0"
 * @spec: the rule
 * @buf: gets the name
 * @size: size of @buf in bytes
 */
void rule_spec_chain(const json_t *spec, char *buf, size_t size);

/**
 * rule_spec_of_chain - create the spec of a rule in a chain
 * @chain: from rule_spec_chain()
 * @match: of the rule
 * Return: a new spec, or NULL if the chain is not one of ours.
 */
json_t *rule_spec_of_chain(const char *chain, const char *match);

/**
 * rule_specs_match - check whether any rule has a match
 * @specs: array of rules
 * Return: true if one has.
 */
bool rule_specs_match(const json_t *specs);

#endif /* _CTL_RULES_SPECS_H */
