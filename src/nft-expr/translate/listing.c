// SPDX-License-Identifier: GPL-2.0
/* Converts stand-ins in nft's output to the statement `netflow`. */
#include "nft_netflow_translate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "listing.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\\' || c == '\r';
}

/* Return: where @word before @at begins, or NULL; @blank is set to the end of the word. */
static const char *word_before(const char *start, const char *at, const char *word,
			       const char **blank)
{
	size_t size = strlen(word);

	while (at > start && is_blank(at[-1]))
		at--;
	if ((size_t)(at - start) < size || memcmp(at - size, word, size))
		return NULL;
	*blank = at;
	return at - size;
}

/* Return: the end of the name after a mark: the quote, or a character not valid in names. */
static const char *name_end(const char *at, const char *end, bool quoted)
{
	while (at < end && (quoted ? *at != '"' : isalnum((unsigned char)*at) ||
			    memchr("_.-", *at, 3)))
		at++;
	return at;
}

/* Is there a mark at @at? */
static bool is_mark(const char *secret, const char *at, const char *end)
{
	return end - at >= NFT_NETFLOW_MARK && *at >= NFT_NETFLOW_BARE &&
	       *at <= NFT_NETFLOW_QUOTED && !memcmp(at + 1, secret, NFT_NETFLOW_SECRET);
}

static bool begins(const char *at, const char *end, const char *text)
{
	return (size_t)(end - at) >= strlen(text) && !memcmp(at, text, strlen(text));
}

/* Return: the end of the guard, if one follows, as in nft's language or as --debug prints it. */
static const char *guard_end(const char *at, const char *end)
{
	static const char burst[] = NFT_NETFLOW_GUARD_BURST;
	const char *bracket;

	if (begins(at, end, " " NFT_NETFLOW_GUARD_RATE)) {
		at += strlen(" " NFT_NETFLOW_GUARD_RATE);
		return begins(at, end, burst) ? at + strlen(burst) : at;
	}
	if (!begins(at, end, " ]\n  [ " NFT_NETFLOW_GUARD_RATE))
		return at;
	bracket = memmem(at + 2, end - at - 2, " ]", 2);
	return bracket ? bracket : at;
}

/* Find the parts of a stand-in around its mark. */
static bool read_stand_in(const char *start, const char *mark, const char *end,
			  struct stand_in *found)
{
	bool quoted = mark > start && mark[-1] == '"';

	found->kind = *mark;
	found->value = mark - quoted;
	found->name = mark + NFT_NETFLOW_MARK;
	found->name_end = name_end(found->name, end, quoted);
	found->end = found->name_end + (quoted && found->name_end < end);
	found->end = guard_end(found->end, end);
	found->prefix = word_before(start, found->value, "prefix", &found->prefix_end);
	if (!found->prefix)
		return false;
	found->log = word_before(start, found->prefix, "log", &found->log_end);
	/* The output of --debug=netlink has no quotes. */
	if (!quoted && found->kind == NFT_NETFLOW_QUOTED)
		found->kind = NFT_NETFLOW_NAMED;
	return found->log;
}

bool stand_in_find(const char *secret, const char *text, const char *end,
		   struct stand_in *found)
{
	const char *at = text;

	while (end - at > NFT_NETFLOW_SECRET) {
		at = memmem(at + 1, end - at - 1, secret, NFT_NETFLOW_SECRET);
		if (!at)
			return false;
		if (is_mark(secret, at - 1, end) && read_stand_in(text, at - 1, end, found))
			return true;
	}
	return false;
}

void stand_in_write(const struct stand_in *found, FILE *out)
{
	const char *quote = found->kind == NFT_NETFLOW_QUOTED ? "\"" : "";

	fputs(NFT_NETFLOW_WORD, out);
	if (found->kind == NFT_NETFLOW_BARE)
		return;
	fwrite(found->log_end, 1, found->prefix - found->log_end, out);
	fputs("monitor", out);
	fwrite(found->prefix_end, 1, found->value - found->prefix_end, out);
	fprintf(out, "%s%.*s%s", quote, (int)(found->name_end - found->name), found->name, quote);
}

int nft_netflow_listing(const char *secret, const char *text, size_t size, FILE *out)
{
	const char *end = text + size;
	struct stand_in found;
	int count = 0;

	while (stand_in_find(secret, text, end, &found)) {
		fwrite(text, 1, found.log - text, out);
		stand_in_write(&found, out);
		text = found.end;
		count++;
	}
	fwrite(text, 1, end - text, out);
	return count;
}
