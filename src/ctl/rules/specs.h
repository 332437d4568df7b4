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

/* The default: forwarded packets, packets for this machine, and packets from it. */
#define RULE_HOOKS_DEFAULT \
	(1 << NETFLOW_HOOK_FORWARD | 1 << NETFLOW_HOOK_INPUT | 1 << NETFLOW_HOOK_OUTPUT)

/* Longest match, its NUL included. */
#define RULE_MATCH_SIZE		2048

extern const char *const rule_hook_names[RULE_HOOKS];

/**
 * rule_hook_find - find a hook by its name
 * @name: as in rule_hook_names
 * Return: its number, or -1.
 */
int rule_hook_find(const char *name);

/**
 * rule_hooks_parse - parse a list of hook names, which may include ingress
 * @text: names separated by commas
 * @error: says why, on error
 * Return: bits by number, 0 for none, or -EINVAL.
 */
int rule_hooks_parse(const char *text, struct netflow_error *error);

/**
 * rule_devices_check - check a list of interface names
 * @devices: names separated by commas
 * @error: says why, on error
 * Return: 0 or -EINVAL.
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

/**
 * rule_specs_normalise - sort rules and remove duplicates
 * @specs: an array
 * Return: a new array.
 */
json_t *rule_specs_normalise(const json_t *specs);

/**
 * rule_specs_parse - parse a rule of the configuration file
 * @specs: an array that gets the rules; unchanged on error
 * @text: the rule
 * @error: says why, on error
 * Return: 0 or -EINVAL.
 */
int rule_specs_parse(json_t *specs, const char *text, struct netflow_error *error);

/**
 * rule_specs_format - format rules for the configuration file
 * @specs: an array
 * Return: a new array of texts.
 */
json_t *rule_specs_format(const json_t *specs);

/**
 * rule_spec_chain - make the name of a rule's chain: "forward", "ingress-eth0"
 * @spec: the rule
 * @buf: gets the name
 * @size: of @buf
 */
void rule_spec_chain(const json_t *spec, char *buf, size_t size);

/**
 * rule_spec_of_chain - make the spec of a rule in a chain
 * @chain: from rule_spec_chain()
 * @match: of the rule
 * Return: a new spec, or NULL if the chain is not one of ours.
 */
json_t *rule_spec_of_chain(const char *chain, const char *match);

/**
 * rule_specs_match - does any rule have a match?
 * @specs: an array
 * Return: whether one has.
 */
bool rule_specs_match(const json_t *specs);

#endif /* _CTL_RULES_SPECS_H */
