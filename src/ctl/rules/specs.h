/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules that are wanted, as data: an array of {hook, device, match}.
 *
 * `hook' is "prerouting", ... or "ingress", which alone has a `device'; `match'
 * is an expression of nft, "" for every packet. Normalised specs are sorted and
 * have no two alike, so that json_equal() tells whether two lists are the same.
 *
 * In the configuration file a rule is "HOOK[,HOOK...] [MATCH]", where the hook
 * ingress is "ingress:DEVICE". Pure: no kernel, no output.
 */
#ifndef _CTL_RULES_SPECS_H
#define _CTL_RULES_SPECS_H

#include <jansson.h>
#include <stdbool.h>

#include "settings/settings.h"

/* Hooks that rules can be at: those of the settings, and ingress. */
#define RULE_HOOK_INGRESS	NETFLOW_HOOKS
#define RULE_HOOKS		(NETFLOW_HOOKS + 1)

/* Where nothing is said: what passes through, what arrives here, what leaves from here. */
#define RULE_HOOKS_STANDARD \
	(1 << NETFLOW_HOOK_FORWARD | 1 << NETFLOW_HOOK_INPUT | 1 << NETFLOW_HOOK_OUTPUT)

/* Longest match, its NUL included. */
#define RULE_MATCH_SIZE		2048

extern const char *const rule_hook_names[RULE_HOOKS];

/** rule_hook_find - its number, or -1 */
int rule_hook_find(const char *name);

/**
 * rule_hooks_parse - read a list of hook names, ingress among them
 * Return: bits by number, 0 for none, or -EINVAL with a sentence.
 */
int rule_hooks_parse(const char *text, struct netflow_error *error);

/**
 * rule_devices_check - is it a list of interfaces' names?
 * Return: 0 or -EINVAL with a sentence.
 */
int rule_devices_check(const char *devices, struct netflow_error *error);

/**
 * rule_specs_add - add rules, one for each hook (and for ingress each device)
 * @specs: an array
 * @hooks: bits by number
 * @devices: list with commas, or NULL. For other hooks than ingress they become
 *	part of the match: where packets come in, or at output and postrouting go out
 * @match: expression of nft, or NULL
 * @error: says why, on error
 * Return: 0 or -EINVAL, then nothing was added.
 */
int rule_specs_add(json_t *specs, int hooks, const char *devices, const char *match,
		   struct netflow_error *error);

/** rule_specs_normalise - a new array: sorted, none twice */
json_t *rule_specs_normalise(const json_t *specs);

/**
 * rule_specs_parse - read a rule of the configuration file
 * @specs: an array, unchanged on error
 * Return: 0 or -EINVAL with a sentence.
 */
int rule_specs_parse(json_t *specs, const char *text, struct netflow_error *error);

/** rule_specs_format - rules of the configuration file: a new array of texts */
json_t *rule_specs_format(const json_t *specs);

/** rule_spec_chain - the name of its chain: "forward", "ingress-eth0" */
void rule_spec_chain(const json_t *spec, char *buf, size_t size);

/** rule_spec_of_chain - the spec of a rule in such a chain, or NULL; a new reference */
json_t *rule_spec_of_chain(const char *chain, const char *match);

/** rule_specs_match - has any of them a match? */
bool rule_specs_match(const json_t *specs);

#endif /* _CTL_RULES_SPECS_H */
