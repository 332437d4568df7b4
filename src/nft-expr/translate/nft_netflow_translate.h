/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The statement `netflow [monitor NAME]` for an nft that does not know it.
 *
 * A statement has three forms between the text and the kernel:
 *
 *	text		netflow			netflow monitor wan
 *	stand-in	log prefix "1###default"	log prefix "2###wan"
 *			limit rate 0/second		limit rate 0/second
 *	kernel		expression "netflow", attribute NFTA_NETFLOW_MONITOR
 *
 * text.c converts statements to stand-ins before nft reads the text. netlink.c converts
 * stand-ins to expressions in messages that nft sends, and expressions to stand-ins in
 * messages that it receives. listing.c converts stand-ins back to statements in nft's
 * output. json.c does both for JSON. "1###" is the mark: a kind and a secret that each
 * process chooses at random, so that no rule of the user's looks like a stand-in.
 * A stand-in is as long in netlink as its expression, so no offset changes.
 *
 * In nft's input a guard follows: a limit that every kernel refuses. It is hidden inside the
 * expression, so a stand-in that reaches the kernel by another way can never become a rule.
 *
 * All functions here are pure: no files, no sockets, no state.
 */
#ifndef _NFT_NETFLOW_TRANSLATE_H
#define _NFT_NETFLOW_TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** The keyword, and the name of the expression in netlink. */
#define NFT_NETFLOW_WORD	"netflow"

/** The guard of a stand-in; nft 1.1.7 takes no comment after a limit without a burst. */
#define NFT_NETFLOW_GUARD	"limit rate 0/second burst 5 packets"

/** Its parts; nft need not print the burst. */
#define NFT_NETFLOW_GUARD_RATE	"limit rate 0/second"
#define NFT_NETFLOW_GUARD_BURST	" burst 5 packets"

/** Length of a secret without its NUL; letters and digits. */
#define NFT_NETFLOW_SECRET	3

/** Length of a mark: the kind, then the secret. */
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
 * enum nft_netflow_context - what a text consists of
 * @NFT_NETFLOW_COMMANDS: commands, as on nft's command line or in a file
 * @NFT_NETFLOW_TABLE: the inside of a table's braces
 * @NFT_NETFLOW_CHAIN: the inside of a chain's braces
 * @NFT_NETFLOW_OTHER: anything that has no statements
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
 * @context: at the beginning of the text
 * @include: called for each `include`, with the context in which the file will be
 *	read and the pattern between the quotes; may be NULL
 * @data: passed to @include
 * @statements: result: number of statements converted
 * @bad_name: result: the last invalid monitor name, part of the text, or NULL; its
 *	statement is not converted
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
 * nft_netflow_text - convert the statements in rules to stand-ins
 * @job: parameters and results
 * @text: in nft's language; JSON is not changed
 * @size: length of @text
 * @out: gets the new text, with the same number of lines
 */
void nft_netflow_text(struct nft_netflow_text *job, const char *text, size_t size, FILE *out);

/**
 * nft_netflow_listing - convert the stand-ins in nft's output to statements
 * @secret: NFT_NETFLOW_SECRET characters
 * @text: whole lines
 * @size: length of @text
 * @out: gets the new text
 * Return: number of stand-ins converted.
 */
int nft_netflow_listing(const char *secret, const char *text, size_t size, FILE *out);

/**
 * struct nft_netflow_errors - access to the texts that error messages refer to
 * @secret: NFT_NETFLOW_SECRET characters
 * @line: returns a line of a file as nft read it, with stand-ins, or NULL if there is no
 *	such file or line. Arguments: the file's name as nft knows it, the line number from
 *	1, room for the line's length without its newline, and @data. May be NULL.
 * @data: passed to @line
 */
struct nft_netflow_errors {
	const char *secret;
	const char *(*line)(const char *name, size_t name_size, size_t number, size_t *size,
			    void *data);
	void *data;
};

/**
 * nft_netflow_errors - convert the stand-ins in error messages, and correct positions
 * @job: the secret, and access to the texts
 * @text: whole messages, each a header, the source line and the line of markers
 * @size: length of @text
 * @out: gets the new text
 */
void nft_netflow_errors(const struct nft_netflow_errors *job, const char *text, size_t size,
			FILE *out);

/**
 * nft_netflow_to_kernel - convert the stand-ins in a batch to expressions
 * @secret: NFT_NETFLOW_SECRET characters
 * @batch: netlink messages, changed in place; no length changes
 * @size: size of @batch in bytes
 * Return: number of stand-ins converted. The comment of a rule with nothing else is hidden.
 */
int nft_netflow_to_kernel(const char *secret, void *batch, size_t size);

/**
 * nft_netflow_to_user - convert the expressions in the kernel's messages to stand-ins
 * @secret: NFT_NETFLOW_SECRET characters
 * @data: netlink messages, changed in place
 * @size: size of @data in bytes; rules from which statements were left out shrink
 * @left_out: incremented by the number of statements that were left out
 * Return: number of expressions and left-out statements.
 */
int nft_netflow_to_user(const char *secret, void *data, size_t *size, int *left_out);

/** Maximum number of cuts recorded for a batch. */
#define NFT_NETFLOW_CUTS	256

/**
 * struct nft_netflow_cut - a statement left out of a message of a batch
 * @sequence: sequence number of the message
 * @offset: offset of the statement in the message as nft wrote it, in bytes
 * @size: bytes removed
 */
struct nft_netflow_cut {
	uint32_t sequence;
	uint32_t offset;
	uint32_t size;
};

/**
 * struct nft_netflow_left - statements left out of a batch
 * @statements: number of statements
 * @unrecorded: number of those that the rule's user data have no room to record
 * @bad_names: number of those with an invalid monitor name
 * @cuts: number of elements of @cut in use
 * @cut: the places
 */
struct nft_netflow_left {
	int statements;
	int unrecorded;
	int bad_names;
	int cuts;
	struct nft_netflow_cut cut[NFT_NETFLOW_CUTS];
};

/**
 * nft_netflow_room - get the maximum size of a batch after statements are left out
 * @size: size of the batch in bytes
 * Return: room that nft_netflow_leave_out() needs, in bytes.
 */
size_t nft_netflow_room(size_t size);

/**
 * nft_netflow_leave_out - remove the stand-ins from a batch
 * @secret: NFT_NETFLOW_SECRET characters
 * @batch: netlink messages
 * @size: size of @batch in bytes
 * @out: gets the new batch; room for nft_netflow_room() bytes. The rules' user data record
 *	what was left out, for nft_netflow_to_user().
 * @left: set to what was left out
 * Return: the size of the new batch in bytes.
 */
size_t nft_netflow_leave_out(const char *secret, const void *batch, size_t size, void *out,
			     struct nft_netflow_left *left);

/**
 * nft_netflow_acks - correct the offsets in the kernel's error messages
 * @left: what was left out of the batch
 * @data: the answer to the batch, changed in place; no length changes
 * @size: size of @data in bytes
 */
void nft_netflow_acks(const struct nft_netflow_left *left, void *data, size_t size);

struct json_t;

/**
 * nft_netflow_json_in - convert the statements in a JSON ruleset to stand-ins
 * @secret: NFT_NETFLOW_SECRET characters
 * @root: changed in place
 * Return: number of statements converted.
 */
int nft_netflow_json_in(const char *secret, struct json_t *root);

/**
 * nft_netflow_json_out - convert the stand-ins in a JSON ruleset to statements
 * @secret: NFT_NETFLOW_SECRET characters
 * @root: changed in place
 * Return: number of stand-ins converted.
 */
int nft_netflow_json_out(const char *secret, struct json_t *root);

/**
 * nft_netflow_monitor_name - check the name of a monitor
 * @name: the name; needs no NUL
 * @size: length of @name
 * Return: whether it is valid.
 */
bool nft_netflow_monitor_name(const char *name, size_t size);

#endif /* _NFT_NETFLOW_TRANSLATE_H */
