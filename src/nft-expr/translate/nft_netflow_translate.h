/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The statement `netflow [monitor NAME]` for an nft that does not know it.
 *
 * On its way from the text to the kernel a statement has three forms:
 *
 *	text		netflow			netflow monitor wan
 *	stand-in	log prefix "1###default"	log prefix "2###wan"
 *	kernel		expression "netflow", attribute NFTA_NETFLOW_MONITOR
 *
 * text.c makes stand-ins of statements, before nft reads the text; netlink.c makes
 * expressions of stand-ins in what nft sends, and stand-ins of expressions in what
 * it receives; listing.c makes statements of stand-ins in what nft prints, json.c
 * does both for JSON. "1###" is the mark: a kind and the secret, which a process
 * makes up when it starts, so that no rule of the user's ever looks like one.
 * A stand-in is as long as its expression in netlink: no offset moves.
 *
 * All functions here are pure: no files, no sockets, no state.
 */
#ifndef _NFT_NETFLOW_TRANSLATE_H
#define _NFT_NETFLOW_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** The word, and in netlink the name of the expression. */
#define NFT_NETFLOW_WORD	"netflow"

/** Characters of a secret, without its NUL; of letters and digits. */
#define NFT_NETFLOW_SECRET	3

/** Characters of a mark: the kind, then the secret. */
#define NFT_NETFLOW_MARK	(1 + NFT_NETFLOW_SECRET)

/**
 * enum nft_netflow_kind - the first character of a mark: how the statement was written
 * @NFT_NETFLOW_BARE: netflow; the name in the stand-in is "default"
 * @NFT_NETFLOW_NAMED: netflow monitor NAME
 * @NFT_NETFLOW_QUOTED: netflow monitor "NAME"
 */
enum nft_netflow_kind {
	NFT_NETFLOW_BARE = 1,
	NFT_NETFLOW_NAMED,
	NFT_NETFLOW_QUOTED,
};

/**
 * enum nft_netflow_context - what a text is made of
 * @NFT_NETFLOW_COMMANDS: commands, as on nft's command line or in a file
 * @NFT_NETFLOW_TABLE: the inside of a table's braces
 * @NFT_NETFLOW_CHAIN: the inside of a chain's braces
 * @NFT_NETFLOW_OTHER: something that has no statements
 */
enum nft_netflow_context {
	NFT_NETFLOW_COMMANDS,
	NFT_NETFLOW_TABLE,
	NFT_NETFLOW_CHAIN,
	NFT_NETFLOW_OTHER,
};

/**
 * struct nft_netflow_text - a text and what was found in it
 * @secret: NFT_NETFLOW_SECRET characters
 * @context: of the text's beginning
 * @include: called for each `include`, with the context in which the file will be
 *	read and what is between the quotes; may be NULL
 * @data: handed to @include
 * @statements: result: how many statements became stand-ins
 * @bad_name: result: the last name that no monitor can have; such a statement is left
 *	as it is. Points into the text; NULL: none
 * @bad_name_size: result: its length
 */
struct nft_netflow_text {
	const char *secret;
	enum nft_netflow_context context;
	void (*include)(enum nft_netflow_context context, const char *pattern, size_t size,
			void *data);
	void *data;
	int statements;
	const char *bad_name;
	size_t bad_name_size;
};

/**
 * nft_netflow_text - make stand-ins of the statements in rules
 * @job: what to do, and where results go
 * @text: in nft's language; JSON goes through unchanged
 * @size: its length
 * @out: gets the new text; lines stay lines
 */
void nft_netflow_text(struct nft_netflow_text *job, const char *text, size_t size, FILE *out);

/**
 * nft_netflow_listing - make statements of the stand-ins in what nft prints
 * @secret: NFT_NETFLOW_SECRET characters
 * @text: whole lines
 * @size: its length
 * @out: gets the new text
 * Return: how many there were.
 */
int nft_netflow_listing(const char *secret, const char *text, size_t size, FILE *out);

/**
 * struct nft_netflow_errors - what is known of the texts that error messages are about
 * @secret: NFT_NETFLOW_SECRET characters
 * @line: a line of a file as nft read it, with stand-ins, or NULL where there is no such
 *	file or line. Called with the file's name as nft has it, the line's number from 1
 *	on, room for the line's length, without its newline, and @data; may be NULL.
 * @data: handed to @line
 */
struct nft_netflow_errors {
	const char *secret;
	const char *(*line)(const char *name, size_t name_size, size_t number, size_t *size,
			    void *data);
	void *data;
};

/**
 * nft_netflow_errors - the same for error messages, whose positions move
 * @job: what to do
 * @text: whole messages: a header, and with it the line that it is about and the
 *	line that marks the place
 * @size: its length
 * @out: gets the new text
 */
void nft_netflow_errors(const struct nft_netflow_errors *job, const char *text, size_t size,
			FILE *out);

/**
 * nft_netflow_to_kernel - make expressions of the stand-ins in a batch
 * @secret: NFT_NETFLOW_SECRET characters
 * @batch: netlink messages, changed in place; no length changes
 * @size: in bytes
 * Return: how many there were.
 */
int nft_netflow_to_kernel(const char *secret, void *batch, size_t size);

/**
 * nft_netflow_to_user - make stand-ins of the expressions in what the kernel sent
 * @secret: NFT_NETFLOW_SECRET characters
 * @data: netlink messages, changed in place
 * @size: in bytes; a rule from which statements were left out shrinks
 * @left_out: is increased by the number of statements that were left out
 * Return: how many expressions and left-out statements there were.
 */
int nft_netflow_to_user(const char *secret, void *data, size_t *size, int *left_out);

/** Most cuts that are remembered of a batch. */
#define NFT_NETFLOW_CUTS	256

/**
 * struct nft_netflow_cut - where a message of a batch lost a statement
 * @sequence: the message's
 * @offset: of the statement, in the message as nft wrote it
 * @size: what is missing there
 */
struct nft_netflow_cut {
	uint32_t sequence;
	uint32_t offset;
	uint32_t size;
};

/**
 * struct nft_netflow_left - what was left out of a batch
 * @statements: how many statements
 * @unrecorded: of these, those that the rule has no room to remember
 * @bad_names: of these, those with a name that no monitor can have
 * @cuts: how many of @cut are used
 * @cut: where
 */
struct nft_netflow_left {
	int statements;
	int unrecorded;
	int bad_names;
	int cuts;
	struct nft_netflow_cut cut[NFT_NETFLOW_CUTS];
};

/**
 * nft_netflow_room - how large a batch may become when statements are left out
 * @size: of the batch
 * Return: the largest size of the result.
 */
size_t nft_netflow_room(size_t size);

/**
 * nft_netflow_leave_out - take the stand-ins out of a batch
 * @secret: NFT_NETFLOW_SECRET characters
 * @batch: netlink messages
 * @size: in bytes
 * @out: room for nft_netflow_room() bytes. A rule's user data then tell what it lacks;
 *	nft_netflow_to_user() reads it.
 * @left: result
 * Return: the size of the new batch.
 */
size_t nft_netflow_leave_out(const char *secret, const void *batch, size_t size, void *out,
			     struct nft_netflow_left *left);

/**
 * nft_netflow_acks - let the offsets in error messages be those of what nft wrote
 * @left: of the batch that is answered
 * @data: the answer, changed in place; no length changes
 * @size: in bytes
 */
void nft_netflow_acks(const struct nft_netflow_left *left, void *data, size_t size);

struct json_t;

/**
 * nft_netflow_json_in - make stand-ins of the statements in a JSON ruleset
 * @secret: NFT_NETFLOW_SECRET characters
 * @root: changed in place
 * Return: how many there were.
 */
int nft_netflow_json_in(const char *secret, struct json_t *root);

/**
 * nft_netflow_json_out - make statements of the stand-ins in a JSON ruleset
 * @secret: NFT_NETFLOW_SECRET characters
 * @root: changed in place
 * Return: how many there were.
 */
int nft_netflow_json_out(const char *secret, struct json_t *root);

/**
 * nft_netflow_monitor_name - can a text be a monitor's name?
 * @name: the text
 * @size: its length
 * Return: whether it can.
 */
bool nft_netflow_monitor_name(const char *name, size_t size);

#endif /* _NFT_NETFLOW_TRANSLATE_H */
