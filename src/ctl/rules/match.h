/* SPDX-License-Identifier: GPL-2.0 */
/* Rules with a match. */
#ifndef _CTL_RULES_MATCH_H
#define _CTL_RULES_MATCH_H

#include <jansson.h>

/** rules_match_check - see rules_check(), for the layout with matches */
int rules_match_check(const char *monitor, const json_t *specs);

/** rules_match_replace - see rules_replace(), for the layout with matches */
int rules_match_replace(const char *monitor, const json_t *specs);

/**
 * rules_match_texts - the matches of an own table's rules, as nft writes them
 * Return: {HANDLE as text: MATCH}, a new reference; empty if nft cannot say.
 */
json_t *rules_match_texts(const char *table);

#endif /* _CTL_RULES_MATCH_H */
