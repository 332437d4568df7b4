/* SPDX-License-Identifier: GPL-2.0 */
/* The grammar of a rule, as far as it tells where a statement may begin. */
#ifndef _NFT_NETFLOW_RULE_H
#define _NFT_NETFLOW_RULE_H

#include <stdbool.h>

#include "words.h"

/**
 * enum rule_next - what a rule needs next
 * @RULE_NOTHING: the operand is complete; an operator or a statement may follow
 * @RULE_OPERAND: a selector or a constant
 * @RULE_CONSTANT: a constant; words are names, even if they are keywords elsewhere
 * @RULE_FIELD: the field of a selector
 * @RULE_INNER: the field, or a selector inside a tunnel: `vxlan vni`, `vxlan ip saddr`
 * @RULE_FAMILY: the field, perhaps after a family: `rt mtu`, `rt ip nexthop`
 * @RULE_CT: the field, perhaps after a direction: `ct mark`, `ct original ip saddr`
 * @RULE_ARP: the field, some of which have two words: `arp saddr ip`
 * @RULE_IPSEC: a direction, or nothing: `ipsec in reqid`, `ipsec exists`
 * @RULE_OPTION: the name of an option: `tcp option NAME`
 * @RULE_OPTION_FIELD: nothing, but a field may follow: `tcp option maxseg size`
 * @RULE_FIB: a selector of fib: `fib saddr . iif oif`
 * @RULE_FIB_RESULT: a dot, or the result of fib
 * @RULE_NAT: what precedes `to`: `dnat ip addr . port to`
 * @RULE_SET_VERB: `add`, `update` or `delete`, or an operand
 */
enum rule_next {
	RULE_NOTHING,
	RULE_OPERAND,
	RULE_CONSTANT,
	RULE_FIELD,
	RULE_INNER,
	RULE_FAMILY,
	RULE_CT,
	RULE_ARP,
	RULE_IPSEC,
	RULE_OPTION,
	RULE_OPTION_FIELD,
	RULE_FIB,
	RULE_FIB_RESULT,
	RULE_NAT,
	RULE_SET_VERB,
};

/**
 * struct rule - a rule that is read token by token
 * @next: what it needs next
 * @left: is this the left side of a match, so that a right side must follow?
 * @constant: is this the right side of a comparison, which has only constants?
 * @flags: are these the flags of `log`?
 * @alone: is the beginning of a selector a constant if nothing follows?
 * @chain: does the name of a chain follow, or a chain in braces?
 * @depth: open parentheses and brackets
 */
struct rule {
	enum rule_next next;
	bool left;
	bool constant;
	bool flags;
	bool alone;
	bool chain;
	int depth;
};

/**
 * rule_begin - begin to read a rule
 * @rule: set to the beginning of a rule
 */
void rule_begin(struct rule *rule);

/**
 * rule_read - read the next token of a rule
 * @rule: what was read before
 * @token: any token; braces and what is between them are read as one token "}"
 */
void rule_read(struct rule *rule, const struct token *token);

/**
 * rule_is_complete - check whether a statement may begin here
 * @rule: what was read before
 * Return: false if the next word is an operand, such as the name of an interface.
 */
bool rule_is_complete(const struct rule *rule);

/**
 * rule_expects_chain - check whether braces here are an anonymous chain
 * @rule: what was read before
 * Return: true after `jump` and `goto`.
 */
bool rule_expects_chain(const struct rule *rule);

#endif /* _NFT_NETFLOW_RULE_H */
