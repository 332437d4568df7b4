// SPDX-License-Identifier: GPL-2.0
/* Replaces the statement `netflow` in nft's language with stand-ins. */
#include "nft_netflow_translate.h"

#include <ctype.h>
#include <string.h>

#include "rule.h"
#include "words.h"

/* Maximum depth of braces with statements. */
#define DEPTH	32

#define MONITOR_NAME_MAX	31

/* The next expected part of a line or command. */
enum expected {
	EXPECT_VERB,		/* or an object, with `add` implied */
	EXPECT_OBJECT,
	EXPECT_FAMILY,		/* of a rule */
	EXPECT_TABLE,
	EXPECT_CHAIN,
	EXPECT_PLACE,		/* handle, position, index, or the rule */
	EXPECT_NUMBER,		/* of the place */
	EXPECT_RULE,
	EXPECT_NOTHING,		/* nothing relevant */
};

/**
 * struct level - the inside of a pair of braces, or the text itself
 * @context: what it consists of
 * @inner: what the next braces in this line contain
 * @expected: next expected part of this line
 * @include: is the line an `include`?
 * @rule: the rule in this line
 */
struct level {
	enum nft_netflow_context context;
	enum nft_netflow_context inner;
	enum expected expected;
	bool include;
	struct rule rule;
};

struct parser {
	struct nft_netflow_text *job;
	const char *end;
	const char *copied;	/* everything before is written */
	FILE *out;
	struct level levels[DEPTH];
	int depth;
	int deeper;		/* open braces beyond @levels */
};

static const char *const verbs[] = { "add", "create", "insert", "replace", NULL };

static const char *const other_verbs[] = {
	"delete", "destroy", "list", "flush", "reset", "rename", "get", "monitor", "describe",
	"export", "import", "include", "define", "undefine", "redefine", NULL,
};

static const char *const objects[] = {
	"set", "map", "element", "flowtable", "counter", "quota", "ct", "limit", "secmark",
	"synproxy", "meter", "tunnel", NULL,
};

static const char *const families[] = {
	"ip", "ip6", "inet", "arp", "bridge", "netdev", NULL,
};

static const char *const places[] = { "handle", "position", "index", NULL };

/* Lines of a chain that are not rules. */
static const char *const chain_lines[] = {
	"type", "policy", "comment", "device", "devices", "flags", "hook", "include", "define",
	"undefine", "redefine", NULL,
};

/* Words that nft would parse as part of `log` or `limit` after a stand-in. */
static const char *const log_arguments[] = {
	"prefix", "group", "snaplen", "queue-threshold", "level", "flags", "burst", NULL,
};

static struct level *top(struct parser *parser)
{
	return &parser->levels[parser->depth];
}

static void begin_line(struct parser *parser)
{
	struct level *level = top(parser);

	level->inner = NFT_NETFLOW_OTHER;
	level->expected = EXPECT_VERB;
	level->include = false;
	rule_begin(&level->rule);
}

static void open_brace(struct parser *parser)
{
	enum nft_netflow_context inner = top(parser)->inner;

	/* An anonymous chain inside a rule. */
	if (top(parser)->expected == EXPECT_RULE && rule_expects_chain(&top(parser)->rule))
		inner = NFT_NETFLOW_CHAIN;
	if (parser->depth == DEPTH - 1) {
		parser->deeper++;
		return;
	}
	parser->depth++;
	top(parser)->context = inner;
	begin_line(parser);
}

static void close_brace(struct parser *parser)
{
	if (parser->deeper > 0) {
		parser->deeper--;
		return;
	}
	if (parser->depth > 0)
		parser->depth--;
	if (top(parser)->expected != EXPECT_RULE)
		begin_line(parser);
}

/* The first words of a command tell whether it has a rule, and where. */
static enum expected after_verb(struct level *level, const struct token *token)
{
	if (token_is(token, "rule"))
		return EXPECT_FAMILY;
	if (token_is(token, "table"))
		level->inner = NFT_NETFLOW_TABLE;
	else if (token_is(token, "chain"))
		level->inner = NFT_NETFLOW_CHAIN;
	else if (!token_in(token, objects))
		return token_in(token, families) ? EXPECT_TABLE : EXPECT_CHAIN;
	return EXPECT_NOTHING;
}

static enum expected read_command(struct level *level, const struct token *token)
{
	switch (level->expected) {
	case EXPECT_VERB:
		level->include = token_is(token, "include");
		if (token_in(token, verbs))
			return EXPECT_OBJECT;
		if (token_in(token, other_verbs) || token->kind != TOKEN_WORD)
			return EXPECT_NOTHING;
		return after_verb(level, token);
	case EXPECT_OBJECT:
		return after_verb(level, token);
	case EXPECT_FAMILY:
		return token_in(token, families) ? EXPECT_TABLE : EXPECT_CHAIN;
	case EXPECT_TABLE:
		return EXPECT_CHAIN;
	case EXPECT_CHAIN:
		return EXPECT_PLACE;
	case EXPECT_PLACE:
		return token_in(token, places) ? EXPECT_NUMBER : EXPECT_RULE;
	case EXPECT_NUMBER:
		return EXPECT_PLACE;
	default:
		return level->expected;
	}
}

static enum expected read_line(struct level *level, const struct token *token)
{
	if (level->expected != EXPECT_VERB)
		return level->expected;
	level->include = token_is(token, "include");
	if (level->context == NFT_NETFLOW_TABLE && token_is(token, "chain"))
		level->inner = NFT_NETFLOW_CHAIN;
	if (level->context == NFT_NETFLOW_CHAIN && !token_in(token, chain_lines))
		return EXPECT_RULE;
	return EXPECT_NOTHING;
}

bool nft_netflow_monitor_name(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (!isalnum((unsigned char)name[i]) && !memchr("_.-", name[i], 3))
			return false;
	return size > 0 && size <= MONITOR_NAME_MAX;
}

static void copy_up_to(struct parser *parser, const char *at)
{
	fwrite(parser->copied, 1, at - parser->copied, parser->out);
	parser->copied = at;
}

/* Is the name valid? The content of a variable is checked by the kernel. */
static bool check_name(struct parser *parser, const struct token *name)
{
	const char *start = name->start;
	size_t size = name->size;

	if (name->kind == TOKEN_QUOTED) {
		start++;
		size -= 2;
	}
	if (*start == '$' && start == name->start) {
		start++;
		size--;
	}
	if (nft_netflow_monitor_name(start, size))
		return true;
	parser->job->bad_name = start;
	parser->job->bad_name_size = size;
	return false;
}

/* Write `log prefix "…"` and the guard, with the white space of the statement. */
static void write_named(struct parser *parser, const struct token *word,
			const struct token *monitor, const struct token *name)
{
	bool quoted = name->kind == TOKEN_QUOTED;

	copy_up_to(parser, word->start);
	fputs("log", parser->out);
	parser->copied += word->size;
	copy_up_to(parser, monitor->start);
	fputs("prefix", parser->out);
	parser->copied += monitor->size;
	copy_up_to(parser, name->start);
	fprintf(parser->out, "\"%c%s%.*s\" " NFT_NETFLOW_GUARD,
		quoted ? NFT_NETFLOW_QUOTED : NFT_NETFLOW_NAMED, parser->job->secret,
		(int)name->size - 2 * quoted, name->start + quoted);
	parser->copied += name->size;
}

/*
 * Try to read a statement that begins with that word. Return: its end, or NULL if there is
 * none.
 */
static const char *read_statement(struct parser *parser, const struct token *word)
{
	const char *end = word->start + word->size;
	struct token monitor = token_next(end, parser->end), name = { 0 }, next = monitor;

	if (token_is(&monitor, "monitor")) {
		name = token_name(monitor.start + monitor.size, parser->end);
		if (name.kind != TOKEN_WORD && name.kind != TOKEN_VALUE &&
		    name.kind != TOKEN_QUOTED)
			return NULL;
		if (!check_name(parser, &name))
			return NULL;
		end = name.start + name.size;
		next = token_next(end, parser->end);
	}
	if (token_in(&next, log_arguments))
		return NULL;
	parser->job->statements++;
	if (name.size) {
		write_named(parser, word, &monitor, &name);
		return end;
	}
	copy_up_to(parser, word->start);
	fprintf(parser->out, "log prefix \"%c%sdefault\" " NFT_NETFLOW_GUARD, NFT_NETFLOW_BARE,
		parser->job->secret);
	parser->copied = end;
	return end;
}

/* Read a token other than a newline or brace. Return: where to continue. */
static const char *read_token(struct parser *parser, const struct token *token)
{
	struct level *level = top(parser);
	const char *end = NULL;

	level->expected = level->context == NFT_NETFLOW_COMMANDS ?
		read_command(level, token) : read_line(level, token);
	if (level->include && token->kind == TOKEN_QUOTED && parser->job->include)
		parser->job->include(level->context, token->start + 1, token->size - 2,
				     parser->job->data);
	if (level->expected != EXPECT_RULE)
		return token->start + token->size;
	if (token_is(token, NFT_NETFLOW_WORD) && rule_is_complete(&level->rule))
		end = read_statement(parser, token);
	if (!end) {
		rule_read(&level->rule, token);
		return token->start + token->size;
	}
	return end;
}

/* No command begins with a brace. JSON must not be parsed here because its strings have escapes. */
static bool is_json(const char *text, const char *end)
{
	struct token token = token_next(text, end);

	while (token.kind == TOKEN_NEWLINE)
		token = token_next(token.start + token.size, end);
	return token_is(&token, "{") || token_is(&token, "[");
}

void nft_netflow_text(struct nft_netflow_text *job, const char *text, size_t size, FILE *out)
{
	struct parser parser = { .job = job, .end = text + size, .copied = text, .out = out };
	struct token token;

	job->statements = 0;
	job->bad_name = NULL;
	job->bad_name_size = 0;
	parser.levels[0].context = job->context;
	begin_line(&parser);
	token = token_next(is_json(text, parser.end) ? parser.end : text, parser.end);
	while (token.kind != TOKEN_END) {
		const char *next = token.start + token.size;

		if (token_is(&token, "{")) {
			open_brace(&parser);
		} else if (token_is(&token, "}")) {
			close_brace(&parser);
			if (top(&parser)->expected == EXPECT_RULE)
				rule_read(&top(&parser)->rule, &token);
		} else if (token.kind == TOKEN_NEWLINE || token_is(&token, ";")) {
			begin_line(&parser);
		} else if (!parser.deeper) {
			next = read_token(&parser, &token);
		}
		token = token_next(next, parser.end);
	}
	copy_up_to(&parser, parser.end);
}
