// SPDX-License-Identifier: GPL-2.0
/*
 * Where a statement of a rule ends. A match has a left side, perhaps an operator, and a
 * right side: in `ip saddr & 255.0.0.0 netflow` the last word is the right side, a host. Any
 * other statement is a keyword and its arguments, some of which need an operand after them.
 * Selectors consist only of keywords, so it suffices to know their shape.
 */
#include "rule.h"

#include <string.h>

/* A keyword, and what must follow. */
struct keyword {
	const char *word;
	enum rule_next next;
};

/* The beginnings of selectors: `ip saddr`, `meta mark`, `ct original ip saddr`. */
static const struct keyword selectors[] = {
	{ "ip", RULE_FIELD }, { "ip6", RULE_FIELD }, { "tcp", RULE_FIELD },
	{ "udp", RULE_FIELD }, { "udplite", RULE_FIELD }, { "icmp", RULE_FIELD },
	{ "icmpv6", RULE_FIELD }, { "igmp", RULE_FIELD }, { "ah", RULE_FIELD },
	{ "esp", RULE_FIELD }, { "comp", RULE_FIELD }, { "sctp", RULE_FIELD },
	{ "dccp", RULE_FIELD }, { "th", RULE_FIELD }, { "ether", RULE_FIELD },
	{ "vlan", RULE_FIELD }, { "arp", RULE_ARP }, { "meta", RULE_FIELD }, { "ct", RULE_CT },
	{ "rt", RULE_FAMILY }, { "rt0", RULE_FIELD }, { "rt2", RULE_FIELD },
	{ "rt4", RULE_FIELD }, { "srh", RULE_FIELD }, { "frag", RULE_FIELD },
	{ "hbh", RULE_FIELD }, { "dst", RULE_FIELD }, { "mh", RULE_FIELD },
	{ "exthdr", RULE_FIELD }, { "fib", RULE_FIB }, { "socket", RULE_FIELD },
	{ "osf", RULE_FIELD }, { "numgen", RULE_FIELD }, { "jhash", RULE_OPERAND },
	{ "symhash", RULE_NOTHING }, { "ipsec", RULE_IPSEC }, { "tunnel", RULE_FIELD },
	{ "vxlan", RULE_INNER }, { "geneve", RULE_INNER }, { "gre", RULE_INNER },
	{ "gretap", RULE_INNER },
	/* Keys of `meta` that are also valid without it. */
	{ "mark", RULE_NOTHING }, { "iif", RULE_NOTHING }, { "iifname", RULE_NOTHING },
	{ "iiftype", RULE_NOTHING }, { "iifkind", RULE_NOTHING }, { "iifgroup", RULE_NOTHING },
	{ "oif", RULE_NOTHING }, { "oifname", RULE_NOTHING }, { "oiftype", RULE_NOTHING },
	{ "oifkind", RULE_NOTHING }, { "oifgroup", RULE_NOTHING }, { "skuid", RULE_NOTHING },
	{ "skgid", RULE_NOTHING }, { "nftrace", RULE_NOTHING }, { "rtclassid", RULE_NOTHING },
	{ "ibriport", RULE_NOTHING }, { "ibrname", RULE_NOTHING }, { "obriport", RULE_NOTHING },
	{ "obrname", RULE_NOTHING }, { "pkttype", RULE_NOTHING }, { "cpu", RULE_NOTHING },
	{ "cgroup", RULE_NOTHING }, { "nfproto", RULE_NOTHING }, { "l4proto", RULE_NOTHING },
	{ "protocol", RULE_NOTHING }, { "length", RULE_NOTHING }, { "secpath", RULE_NOTHING },
	{ "time", RULE_NOTHING }, { "day", RULE_NOTHING }, { "hour", RULE_NOTHING },
	{ "sdif", RULE_NOTHING }, { "sdifname", RULE_NOTHING },
	{ NULL, RULE_NOTHING },
};

/* Statements and arguments that need an operand; all other words need nothing. */
static const struct keyword arguments[] = {
	{ "to", RULE_OPERAND }, { "name", RULE_OPERAND }, { "num", RULE_OPERAND },
	{ "with", RULE_OPERAND }, { "reset", RULE_OPERAND }, { "flags", RULE_OPERAND },
	{ "jump", RULE_CONSTANT }, { "goto", RULE_CONSTANT }, { "prefix", RULE_CONSTANT },
	{ "level", RULE_CONSTANT }, { "group", RULE_CONSTANT }, { "comment", RULE_CONSTANT },
	{ "device", RULE_CONSTANT }, { "meter", RULE_CONSTANT }, { "target", RULE_CONSTANT },
	{ "match", RULE_CONSTANT }, { "over", RULE_CONSTANT }, { "until", RULE_CONSTANT },
	{ "rate", RULE_CONSTANT }, { "set", RULE_SET_VERB }, { "map", RULE_SET_VERB },
	{ "snat", RULE_NAT }, { "dnat", RULE_NAT }, { "tproxy", RULE_NAT }, { "fwd", RULE_NAT },
	{ NULL, RULE_NOTHING },
};

/* Both sides of these are operands. */
static const char *const joints[] = {
	"&", "|", "^", "<<", ">>", ".", ",", "-", "/", ":", "and", "or", "xor", "lshift",
	"rshift", NULL,
};

/* Arguments of a selector: `numgen inc mod 2 offset 1`, `socket cgroupv2 level 1`. */
static const char *const selector_arguments[] = { "mod", "seed", "offset", "level", NULL };

static const char *const comparisons[] = {
	"==", "!=", "<", ">", "<=", ">=", "!", "eq", "ne", "lt", "gt", "le", "ge", "not", NULL,
};

static const char *const options[] = { "option", "chunk", NULL };

/* Fields of options of IP, TCP and of chunks of SCTP. */
static const char *const option_fields[] = {
	"kind", "length", "size", "count", "left", "right", "tsval", "tsecr", "type", "value",
	"ptr", "addr", "subtype", "flags", "tsn", "stream", "ssn", "ppid", "init-tag", "a-rwnd",
	"num-outbound-streams", "num-inbound-streams", "initial-tsn", "cum-tsn-ack",
	"num-gap-ack-blocks", "num-dup-tsns", "lowest-tsn", "seqno", "new-cum-tsn", NULL,
};

/* Selectors whose first word is also a constant: `meta priority set ip`. */
static const char *const constants[] = { "ether", "ip", "ip6", "vlan", "arp", NULL };

static const char *const families[] = { "ip", "ip6", NULL };

static const char *const before_to[] = { "prefix", "interval", "addr", "port", ".", NULL };

static const char *const set_verbs[] = { "add", "update", "delete", NULL };

/* Return: the keyword that the token is, or NULL. */
static const struct keyword *find(const struct keyword *list, const struct token *token)
{
	if (token->kind == TOKEN_WORD)
		for (; list->word; list++)
			if (token_is(token, list->word))
				return list;
	return NULL;
}

static bool is_any_of(const struct token *token, const char *const *list)
{
	for (; *list; list++)
		if (token_is(token, *list))
			return true;
	return false;
}

void rule_begin(struct rule *rule)
{
	memset(rule, 0, sizeof(*rule));
}

bool rule_is_complete(const struct rule *rule)
{
	return !rule->depth && !rule->left && (rule->alone || rule->next == RULE_NOTHING ||
						rule->next == RULE_OPTION_FIELD);
}

bool rule_expects_chain(const struct rule *rule)
{
	return rule->chain && rule->next == RULE_CONSTANT;
}

/* Is it raw payload: @th,16,16? */
static bool is_payload(const struct token *token)
{
	static const char *const bases[] = { "@ll", "@nh", "@th", "@ih", NULL };
	const char *const *base;

	for (base = bases; *base; base++)
		if (token->size == strlen(*base) && !memcmp(token->start, *base, token->size))
			return true;
	return false;
}

/* Read the first word of a statement, or another argument of the last one. */
static void read_keyword(struct rule *rule, const struct token *token)
{
	const struct keyword *selector = find(selectors, token);
	const struct keyword *argument = find(arguments, token);

	rule->constant = false;
	rule->flags = token_is(token, "flags");
	rule->chain = token_is(token, "jump") || token_is(token, "goto");
	rule->left = selector;
	rule->next = selector ? selector->next : argument ? argument->next : RULE_NOTHING;
}

/* Read an operand, or what does not complete it, such as a sign or a colon. */
static void read_operand(struct rule *rule, const struct token *token)
{
	const struct keyword *selector = NULL;

	if (token->kind == TOKEN_PUNCTUATION && !token_is(token, "}"))
		return;
	/* log flags ether */
	if (rule->next != RULE_CONSTANT && !(rule->flags && token_is(token, "ether")))
		selector = find(selectors, token);
	rule->next = selector ? selector->next : RULE_NOTHING;
	rule->alone = selector && token_in(token, constants);
}

/* Begin the right side of a match with an operator, or without one. */
static void read_right(struct rule *rule, const struct token *token)
{
	rule->left = false;
	rule->constant = !token_is(token, "set");
	rule->next = rule->constant ? RULE_CONSTANT : RULE_OPERAND;
	if (rule->constant && !is_any_of(token, comparisons) && !token_is(token, "vmap"))
		read_operand(rule, token);
}

/* Read what follows a complete operand. */
static void read_after_operand(struct rule *rule, const struct token *token)
{
	rule->next = RULE_NOTHING;
	if (is_any_of(token, joints))
		rule->next = rule->constant ? RULE_CONSTANT : RULE_OPERAND;
	else if (is_any_of(token, selector_arguments))
		rule->next = RULE_CONSTANT;
	else if (token_is(token, "map"))
		rule->next = RULE_SET_VERB;
	else if (rule->left)
		read_right(rule, token);
	else if (token_is(token, "vmap"))
		rule->next = RULE_CONSTANT;
	else if (token->kind == TOKEN_WORD)
		read_keyword(rule, token);
	else
		rule->left = is_payload(token);
}

/* Read a field: most have one word. */
static void read_field(struct rule *rule, const struct token *token)
{
	const struct keyword *inner = find(selectors, token);
	enum rule_next next = rule->next;

	rule->next = RULE_NOTHING;
	if (next == RULE_FIELD && is_any_of(token, options))
		rule->next = RULE_OPTION;
	else if (next == RULE_INNER && inner)
		rule->next = inner->next;
	else if (next == RULE_FAMILY && token_in(token, families))
		rule->next = RULE_FIELD;
	else if (next == RULE_FAMILY && (token_is(token, "spnum") || token->kind == TOKEN_VALUE))
		rule->next = RULE_FAMILY;	/* ipsec in spnum 1 reqid 1 */
	else if (next == RULE_CT && (token_is(token, "original") || token_is(token, "reply")))
		rule->next = RULE_FAMILY;
	else if (next == RULE_ARP && (token_is(token, "saddr") || token_is(token, "daddr")))
		rule->next = RULE_FIELD;
}

/* ipsec in reqid 1, ipsec exists */
static void read_ipsec(struct rule *rule, const struct token *token)
{
	if (token_is(token, "in") || token_is(token, "out"))
		rule->next = RULE_FAMILY;
	else
		read_after_operand(rule, token);
}

/* dnat ip addr . port to 1.2.3.4 . 80 */
static void read_nat(struct rule *rule, const struct token *token)
{
	if (token_is(token, "to"))
		rule->next = RULE_OPERAND;
	else if (!token_in(token, families) && !is_any_of(token, before_to))
		read_after_operand(rule, token);
}

static void read_token(struct rule *rule, const struct token *token)
{
	rule->alone = false;
	switch (rule->next) {
	case RULE_NOTHING:
		read_after_operand(rule, token);
		break;
	case RULE_OPERAND:
	case RULE_CONSTANT:
		read_operand(rule, token);
		break;
	case RULE_SET_VERB:
		rule->next = RULE_OPERAND;
		if (!token_in(token, set_verbs))
			read_operand(rule, token);
		break;
	case RULE_IPSEC:
		read_ipsec(rule, token);
		break;
	case RULE_OPTION:
		rule->next = RULE_OPTION_FIELD;
		break;
	case RULE_OPTION_FIELD:
		rule->next = RULE_NOTHING;
		if (!token_in(token, option_fields))
			read_after_operand(rule, token);
		break;
	case RULE_FIB:
		rule->next = RULE_FIB_RESULT;
		break;
	case RULE_FIB_RESULT:
		rule->next = token_is(token, ".") ? RULE_FIB : RULE_NOTHING;
		break;
	case RULE_NAT:
		read_nat(rule, token);
		break;
	default:
		read_field(rule, token);
	}
}

void rule_read(struct rule *rule, const struct token *token)
{
	struct token group = { TOKEN_VALUE, token->start, token->size };

	/* A quote without an end is never closed. */
	if (token_is(token, "(") || token_is(token, "[") || token_is(token, "\"")) {
		rule->depth++;
		return;
	}
	if (!rule->depth) {
		read_token(rule, token);
		return;
	}
	if (!token_is(token, ")") && !token_is(token, "]"))
		return;
	/* A pair of them is one operand; `rt0 addr[1]` is complete before. */
	if (!--rule->depth && (token_is(token, ")") || rule->next != RULE_NOTHING))
		read_token(rule, &group);
}
