// SPDX-License-Identifier: GPL-2.0
/* Where in a rule a statement may begin. */
#include <string.h>

#include "test.h"
#include "translate/rule.h"

/* Is the last word of the text a statement? Braces have one word in them. */
static bool is_statement(const char *text)
{
	const char *end = text + strlen(text);
	struct token token = token_next(text, end);
	bool braces = false, complete = true;
	struct rule rule;

	rule_begin(&rule);
	for (; token.kind != TOKEN_END; token = token_next(token.start + token.size, end)) {
		complete = rule_is_complete(&rule);
		braces = (braces || token_is(&token, "{")) && !token_is(&token, "}");
		if (!braces)
			rule_read(&rule, &token);
	}
	return complete;
}

/* A right side, a name or an argument: the statement cannot stand here, the word can. */
TEST(an_operand_is_no_statement)
{
	static const char *const rules[] = {
		"socket cgroupv2 level 1 netflow", "meta mark & 0xff netflow",
		"ct mark and 0xff netflow", "ip saddr & 255.255.0.0 netflow", "meta mark netflow",
		"meta mark (1 | 2) & netflow", "tcp flags & (syn | ack) netflow",
		"ip6 saddr & ffff:: netflow", "ether saddr & ff:ff:ff:00:00:00 netflow",
		"ip saddr . tcp dport netflow", "@th,16,16 netflow", "numgen inc mod 2 netflow",
		"numgen inc mod 2 offset 5 netflow", "jhash ip saddr mod 2 seed 0x1 netflow",
		"symhash mod 2 netflow", "fib saddr . iif oif netflow",
		"osf ttl skip name netflow", "ipsec in spnum 2 reqid netflow",
		"ipsec out ip daddr netflow", "ipsec netflow", "tcp option maxseg size netflow",
		"rt0 addr[1] netflow", "arp saddr ip netflow", "ct original ip saddr netflow",
		"rt ip nexthop netflow", "vxlan ip saddr netflow",
		"ip dscp map { 4 : 1 } netflow", "meta mark set netflow",
		"meta mark set 1 | netflow", "meta mark set (netflow)",
		"meta mark set meta netflow", "snat ip to netflow",
		"dnat ip addr . port to netflow", "fwd ip to 1.2.3.4 device netflow",
		"jump netflow",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (is_statement(rules[i]))
			test_failed(__FILE__, __LINE__, "a statement in %s", rules[i]);
}

TEST(a_statement_may_begin_after_a_complete_one)
{
	static const char *const rules[] = {
		"meta mark set (meta mark & 0xff) | ct mark netflow",
		"ct mark set (meta mark | 0x10) << 8 netflow",
		"meta mark set ct mark and 0x10000 or ct mark netflow",
		"socket cgroupv2 level 1 netflow netflow", "meta mark & 0xff netflow netflow",
		"ip saddr & 255.255.0.0 netflow netflow", "ip saddr (1.2.3.4) netflow",
		"tcp flags & (syn | ack) == (syn) netflow", "numgen inc mod 2 offset 5 7 netflow",
		"rt ipsec exists netflow", "meta mark set numgen inc mod 2 offset 5 netflow",
		"meta mark set jhash ip saddr mod 2 seed 1 netflow",
		"meta mark set fib saddr . iif oif netflow", "reset tcp option fastopen netflow",
		"ipsec exists netflow", "log flags ether netflow",
		"log flags tcp options netflow", "osf ttl skip name netflow netflow",
		"dnat ip addr . port to 1.2.3.4 . 80 netflow", "snat to [fe80::1]:80 netflow",
		"rt0 addr[1] fe80::1 netflow", "set add ip saddr timeout 1m @netflow netflow",
		"map add ip saddr : tcp dport @netflow netflow",
		"ip6 saddr & ffff:: == fe80:: netflow",
		"fib saddr . mark . iif check exists netflow", "tcp option @255,8,8 255 netflow",
		"sctp chunk data tsn 5 netflow", "ct original ip saddr 1.2.3.4 netflow",
		"ip protocol ip netflow", "ether type arp netflow", "ct direction reply netflow",
		"limit rate 1 / day netflow", "meta priority set ip netflow",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (!is_statement(rules[i]))
			test_failed(__FILE__, __LINE__, "no statement in %s", rules[i]);
}
