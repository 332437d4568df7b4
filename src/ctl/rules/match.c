// SPDX-License-Identifier: GPL-2.0
/*
 * Rules with a match. libnftables parses the match, so it may be anything that
 * the installed nft supports. The library does not support the expression
 * `netflow', so libmnl adds it in a chain `netflow':
 *
 *	table inet netflow {
 *		chain netflow { netflow monitor default }	created by own_table.c
 *		chain forward {					created here
 *			type filter hook forward priority 75; policy accept;
 *			tcp dport 443 counter goto netflow
 *		}
 *	}
 *
 * No intermediate state takes effect:
 *
 *  1. The kernel checks everything without applying it (nft --check). Errors in
 *     a match are found here, before anything is changed.
 *  2. libmnl creates the chain `netflow'. It is not a base chain: if the table
 *     already had such rules, nothing changes; otherwise no packet reaches it.
 *  3. The library replaces the old base chains with the new ones in one
 *     transaction. If this fails, anything that step 2 created is removed.
 */
#include "match.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <nftables/libnftables.h>

#include "text/complain.h"
#include "text/json.h"
#include "chains.h"
#include "own_table.h"
#include "specs.h"
#include "tables.h"
#include "waiting.h"

/* Open the library with buffers for output and errors. Return: NULL after reporting an error. */
static struct nft_ctx *open_library(void)
{
	struct nft_ctx *ctx = nft_ctx_new(NFT_CTX_DEFAULT);

	if (!ctx || nft_ctx_buffer_output(ctx) || nft_ctx_buffer_error(ctx)) {
		complain("cannot start libnftables: out of memory");
		if (ctx)
			nft_ctx_free(ctx);
		return NULL;
	}
	return ctx;
}

static void write_old_chains(FILE *out, const char *table, const json_t *chains)
{
	const char *name;
	json_t *base;

	json_object_foreach((json_t *)chains, name, base) {
		fprintf(out, "flush chain inet %s %s\n", table, name);
		fprintf(out, "delete chain inet %s %s\n", table, name);
	}
}

static void write_chain(FILE *out, const char *table, const json_t *spec, const char *chain)
{
	const char *hook = json_text(spec, "hook"), *device = json_text(spec, "device");

	if (rules_wait(spec)) {
		fprintf(out, "add chain inet %s %s\n", table, chain);
		return;
	}
	fprintf(out, "add chain inet %s %s { type filter hook %s ", table, chain, hook);
	if (device[0])
		fprintf(out, "device \"%s\" ", device);
	fprintf(out, "priority %d; policy accept; }\n", rules_priority(rule_hook_find(hook)));
}

/* Specs are sorted, so those of a chain are adjacent. */
static void write_new_chains(FILE *out, const char *table, const json_t *specs)
{
	char chain[CHAIN_NAME_SIZE], last[CHAIN_NAME_SIZE] = "";
	json_t *spec;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec) {
		const char *match = json_text(spec, "match");

		rule_spec_chain(spec, chain, sizeof(chain));
		if (strcmp(chain, last))
			write_chain(out, table, spec, chain);
		snprintf(last, sizeof(last), "%s", chain);
		fprintf(out, "add rule inet %s %s %s%s" RULE_TAIL "\n", table, chain, match,
			match[0] ? " " : "");
	}
}

/* Write the commands for nft that replace the table's chains with those of @specs. */
static char *write_commands(const struct own_table *own, const json_t *chains, const json_t *specs)
{
	const char *table = own->name;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (own->old[0])
		fprintf(out, "delete table inet %s\n", own->old);
	fprintf(out, "add table inet %s\nadd chain inet %s " CHAIN_NETFLOW "\n", table, table);
	write_old_chains(out, table, chains);
	write_new_chains(out, table, specs);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

/* Return: 0, or -EINVAL with @sentence set to the library's error, without the quoted line. */
static int run_commands(const char *commands, bool check, char *sentence, size_t size)
{
	struct nft_ctx *ctx = open_library();
	const char *said, *begin;
	int err = 0;

	sentence[0] = '\0';
	if (!ctx)
		return -ENOMEM;
	nft_ctx_set_dry_run(ctx, check);
	if (nft_run_cmd_from_buffer(ctx, commands)) {
		said = nft_ctx_get_error_buffer(ctx);
		begin = strstr(said, "Error: ");
		begin = begin ? begin + strlen("Error: ") : said;
		snprintf(sentence, size, "%.*s", (int)strcspn(begin, "\n"), begin);
		err = -EINVAL;
	}
	nft_ctx_free(ctx);
	return err;
}

/* Try the rules one by one. Return: the first one that fails on its own, or NULL. */
static const json_t *find_culprit(const struct own_table *own, const json_t *specs)
{
	char sentence[256], *commands;
	json_t *spec, *alone;
	int err = 0;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec) {
		alone = json_pack("[O]", spec);
		commands = write_commands(own, NULL, alone);
		if (commands)
			err = run_commands(commands, true, sentence, sizeof(sentence));
		free(commands);
		json_decref(alone);
		if (err)
			return spec;
	}
	return NULL;
}

static void complain_rules(const struct own_table *own, const json_t *specs, const char *sentence)
{
	const json_t *culprit = find_culprit(own, specs);

	if (!culprit)
		complain("nft does not take the rules: %s", sentence);
	else if (!json_text(culprit, "match")[0])
		complain("nft does not take the rule at %s %s: %s", json_text(culprit, "hook"),
			 json_text(culprit, "device"), sentence);
	else
		complain("nft does not take the match '%s': %s", json_text(culprit, "match"),
			 sentence);
}

static int check(const struct own_table *own, const json_t *chains, const json_t *specs,
		 char **commands)
{
	char sentence[256];
	int err;

	*commands = write_commands(own, chains, specs);
	if (!*commands) {
		complain("out of memory");
		return -ENOMEM;
	}
	err = run_commands(*commands, true, sentence, sizeof(sentence));
	if (err)
		complain_rules(own, specs, sentence);
	return err;
}

int rules_match_check(const struct own_table *own, const json_t *specs)
{
	json_t *chains = rules_chains(own->name), *normal;
	char *commands = NULL;
	int err;

	if (!chains)
		return -EIO;
	normal = rule_specs_normalise(specs);
	err = check(own, chains, normal, &commands);
	free(commands);
	json_decref(normal);
	json_decref(chains);
	return err;
}

int rules_match_replace(const struct own_table *own, const json_t *specs)
{
	json_t *chains = rules_chains(own->name);
	char sentence[256], *commands = NULL;
	bool was_there;
	int err;

	if (!chains)
		return -EIO;
	was_there = json_object_size(chains) > 0;
	err = check(own, chains, specs, &commands);
	if (!err)
		err = rules_meter(own);
	if (!err) {
		err = run_commands(commands, false, sentence, sizeof(sentence));
		if (err)
			complain_rules(own, specs, sentence);
		if (err && was_there)
			rules_meter_remove(own->name);
		else if (err)
			rules_table_remove(own->name);
	}
	free(commands);
	json_decref(chains);
	return err;
}

/* Read the match of a line "MATCH counter goto netflow # handle 7"; skip any other line. */
static void read_line(json_t *texts, char *line)
{
	char *handle = strstr(line, " # handle "), *tail = strstr(line, RULE_TAIL);

	if (!handle || !tail || tail > handle)
		return;
	line += strspn(line, " \t");
	*tail = '\0';
	while (tail > line && tail[-1] == ' ')
		*--tail = '\0';
	handle += strlen(" # handle ");
	handle[strspn(handle, "0123456789")] = '\0';
	json_object_set_new(texts, handle, json_string(line));
}

json_t *rules_match_texts(const char *table)
{
	json_t *texts = json_object();
	struct nft_ctx *ctx = open_library();
	char command[TABLE_NAME_SIZE + sizeof("list table inet ")], *copy, *line, *rest;

	if (!ctx)
		return texts;
	nft_ctx_output_set_flags(ctx, NFT_CTX_OUTPUT_HANDLE | NFT_CTX_OUTPUT_STATELESS);
	snprintf(command, sizeof(command), "list table inet %s", table);
	if (!nft_run_cmd_from_buffer(ctx, command)) {
		copy = strdup(nft_ctx_get_output_buffer(ctx));
		for (line = copy; line; line = rest) {
			rest = strchr(line, '\n');
			if (rest)
				*rest++ = '\0';
			read_line(texts, line);
		}
		free(copy);
	}
	nft_ctx_free(ctx);
	return texts;
}
