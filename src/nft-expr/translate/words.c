// SPDX-License-Identifier: GPL-2.0
#include "words.h"

#include <ctype.h>
#include <string.h>

/* Words that always need another word or value after them. */
static const char *const operators[] = {
	"eq", "ne", "lt", "gt", "le", "ge", "and", "or", "xor", "lshift", "rshift", "not", "to",
	"set", "map", "vmap", "name", "jump", "goto", "prefix", "comment", "device", "devices",
	"meter", "level", "target", "match", "mod", "over", "until", "rate", "num", "with",
	"hook", NULL,
};

/* Where a selector may begin: `ip saddr`, `meta mark`, `ct original ip saddr`. */
static const char *const heads[] = {
	"ip", "ip6", "tcp", "udp", "udplite", "icmp", "icmpv6", "igmp", "ah", "esp", "comp",
	"sctp", "dccp", "th", "ether", "vlan", "arp", "meta", "ct", "rt", "rt0", "rt2", "rt4",
	"srh", "frag", "hbh", "dst", "mh", "exthdr", "fib", "socket", "osf", "numgen", "jhash",
	"symhash", "ipsec", "geneve", "gre", "gretap", "vxlan", "tunnel", NULL,
};

/* Heads that may precede another head. */
static const char *const outer_heads[] = { "vxlan", "geneve", "gre", "gretap", "rt", "ct", NULL };

static const char *const directions[] = { "original", "reply", "in", "out", NULL };

/* Keys of `meta` that are also valid without it. */
static const char *const keys[] = {
	"mark", "iif", "iifname", "iiftype", "iifkind", "iifgroup", "oif", "oifname", "oiftype",
	"oifkind", "oifgroup", "skuid", "skgid", "nftrace", "rtclassid", "ibriport", "ibrname",
	"ibrpvid", "ibrvproto", "ibrhwaddr", "obriport", "obrname", "pkttype", "cpu", "cgroup",
	"nfproto", "l4proto", "protocol", "priority", "length", "time", "day", "hour", "sdif",
	"sdifname", NULL,
};

/* Fields that may follow a head. */
static const char *const fields[] = {
	"saddr", "daddr", "sport", "dport", "protocol", "nexthdr", "length", "ttl", "hoplimit",
	"dscp", "ecn", "version", "hdrlength", "id", "frag-off", "checksum", "flowlabel",
	"priority", "type", "code", "sequence", "gateway", "mtu", "param-problem", "max-delay",
	"taddr", "mrt", "group", "spi", "cpi", "reserved", "reserved2", "vtag", "flags",
	"window", "ackseq", "doff", "urgptr", "pcp", "cfi", "dei", "htype", "ptype", "hlen",
	"plen", "operation", "state", "direction", "status", "expiration", "helper", "label",
	"l3proto", "proto-src", "proto-dst", "zone", "bytes", "packets", "avgpkt", "event",
	"timeout", "expectation", "nexthop", "classid", "ipsec", "transparent", "wildcard",
	"reqid", "spnum", "vni", "random", "secpath", "secmark", "broute", "size", "left",
	"right", "count", "tsval", "tsecr", "kind", "seg-left", "last-entry", "tag", "sid",
	"addr", "value", "ptr", "more-fragments", "check", "oif", "oifname", NULL,
};

bool token_is(const struct token *token, const char *text)
{
	return (token->kind == TOKEN_WORD || token->kind == TOKEN_PUNCTUATION) &&
	       strlen(text) == token->size && !memcmp(text, token->start, token->size);
}

bool token_in(const struct token *token, const char *const *list)
{
	for (; *list; list++)
		if (token->kind == TOKEN_WORD && token_is(token, *list))
			return true;
	return false;
}

static const char *skip_blank(const char *at, const char *end)
{
	while (at < end) {
		if (*at == ' ' || *at == '\t' || *at == '\r')
			at++;
		else if (*at == '\\' && end - at > 1 && at[1] == '\n')
			at += 2;
		else if (*at == '#')
			while (at < end && *at != '\n')
				at++;
		else
			break;
	}
	return at;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '/' || c == '-';
}

/* Return: length of a word, including parts joined by a wildcard or backslash. */
static size_t word_size(const char *at, const char *end)
{
	const char *next = at;

	while (next < end && (in_word(*next) || *next == '*' ||
			      (*next == '\\' && end - next > 1 && next[1] == '*')))
		next++;
	return next - at;
}

/* Read a quoted string; nft has no escapes. A string without an end is invalid. */
static struct token read_quoted(const char *at, const char *end)
{
	const char *quote = memchr(at + 1, '"', end - at - 1);

	if (!quote)
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	return (struct token){ TOKEN_QUOTED, at, quote + 1 - at };
}

/* Read @set or $variable, with optional blanks after the first character. */
static struct token read_reference(const char *at, const char *end)
{
	const char *name = skip_blank(at + 1, end);
	size_t size = word_size(name, end);

	if (!size)
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	return (struct token){ TOKEN_VALUE, at, name + size - at };
}

static struct token read_punctuation(const char *at, const char *end)
{
	static const char *const pairs[] = { "==", "!=", "<=", ">=", "<<", ">>" };

	size_t i;

	if (end - at > 1) {
		/* The end of an IPv6 address: a value, not an operator. */
		if (at[0] == ':' && at[1] == ':')
			return (struct token){ TOKEN_VALUE, at, 2 };
		for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
			if (!memcmp(at, pairs[i], 2))
				return (struct token){ TOKEN_PUNCTUATION, at, 2 };
	}
	return (struct token){ TOKEN_PUNCTUATION, at, 1 };
}

struct token token_next(const char *at, const char *end)
{
	at = skip_blank(at, end);
	if (at == end)
		return (struct token){ TOKEN_END, at, 0 };
	if (*at == '\n')
		return (struct token){ TOKEN_NEWLINE, at, 1 };
	if (*at == '"')
		return read_quoted(at, end);
	if (*at == '@' || *at == '$')
		return read_reference(at, end);
	if (isdigit((unsigned char)*at))
		return (struct token){ TOKEN_VALUE, at, word_size(at, end) };
	/* A single dot concatenates selectors. */
	if (*at == '.' && (end - at == 1 || !in_word(at[1])))
		return (struct token){ TOKEN_PUNCTUATION, at, 1 };
	if (isalpha((unsigned char)*at) || *at == '_' || *at == '.')
		return (struct token){ TOKEN_WORD, at, word_size(at, end) };
	return read_punctuation(at, end);
}

struct token token_name(const char *at, const char *end)
{
	at = skip_blank(at, end);
	if (at < end && in_word(*at))
		return (struct token){ TOKEN_WORD, at, word_size(at, end) };
	return token_next(at, end);
}

/* Return: index of the first token of the selector that ends with the last token. */
static int selector_start(const struct token *tokens, int count)
{
	int i = count - 1;

	while (i > 0) {
		const struct token *before = &tokens[i - 1];

		if (token_in(&tokens[i], heads) && !token_in(before, directions) &&
		    !token_in(before, outer_heads))
			break;
		/* tcp option maxseg size */
		if (i > 1 && token_is(&tokens[i - 2], "option"))
			i -= 2;
		else if (token_in(before, heads) || token_in(before, fields) ||
			 token_in(before, keys) || token_in(before, directions) ||
			 token_is(before, "option"))
			i--;
		else
			break;
	}
	return i;
}

/* log flags skuid, log flags tcp sequence: no selector follows `flags` directly. */
static bool is_flag_of_log(const struct token *tokens, int count)
{
	if (count > 1 && token_is(&tokens[count - 2], "flags"))
		return true;
	return count > 2 && token_is(&tokens[count - 3], "flags") &&
	       token_is(&tokens[count - 2], "tcp") && token_is(&tokens[count - 1], "sequence");
}

/* Is the last token the end of a selector, and not a value that looks like one? */
static bool is_selector(const struct token *tokens, int count)
{
	const struct token *last = &tokens[count - 1];

	if (is_flag_of_log(tokens, count))
		return false;
	/* limit rate 1 / hour */
	if (count > 1 && token_is(&tokens[count - 2], "/"))
		return false;
	/* arp saddr ip */
	if (count > 2 && token_is(&tokens[count - 3], "arp") &&
	    (token_is(&tokens[count - 2], "saddr") || token_is(&tokens[count - 2], "daddr")))
		return token_is(last, "ip") || token_is(last, "ether");
	if (token_in(last, keys))
		return true;
	if (!token_in(last, fields) || count < 2)
		return false;
	last--;
	return token_in(last, heads) || token_in(last, fields) || token_in(last, keys) ||
	       token_in(last, directions) || (count > 2 && token_is(last - 1, "option"));
}

/*
 * Is the selector itself an operand, as in `meta mark set ct mark`? Then it completes the
 * statement.
 */
static bool is_operand(const struct token *tokens, int start)
{
	static const char *const joints[] = { "and", "or", "xor", "lshift", "rshift", NULL };

	const struct token *before = &tokens[start - 1];

	if (start == 0)
		return false;
	if (token_in(before, operators) && !token_in(before, joints))
		return true;
	if (before->kind != TOKEN_PUNCTUATION)
		return token_in(before, joints) && start > 1 &&
		       is_operand(tokens, selector_start(tokens, start - 1));
	if (before->size == 2 && !token_is(before, "<<") && !token_is(before, ">>"))
		return true;
	if (token_is(before, "<") || token_is(before, ">"))
		return true;
	/* Either both sides of these are operands, or neither is. */
	return start > 1 && !token_is(before, "}") && !token_is(before, ")") &&
	       is_operand(tokens, selector_start(tokens, start - 1));
}

bool statement_may_begin(const struct token *tokens, int count)
{
	const struct token *last;

	if (count == 0)
		return true;
	last = &tokens[count - 1];
	switch (last->kind) {
	case TOKEN_VALUE:
	case TOKEN_QUOTED:
		return true;
	case TOKEN_WORD:
		break;
	default:
		return token_is(last, "}") || token_is(last, ")") || token_is(last, "]") ||
		       token_is(last, "*");
	}
	if (token_in(last, operators))
		return false;
	if (!is_selector(tokens, count))
		return true;
	return is_operand(tokens, selector_start(tokens, count));
}
