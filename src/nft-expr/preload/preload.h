/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the preload library tell each other. */
#ifndef _NFT_NETFLOW_PRELOAD_H
#define _NFT_NETFLOW_PRELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "translate/nft_netflow_translate.h"

struct msghdr;
struct nft_ctx;

/** preload_secret - the process's own; NFT_NETFLOW_SECRET characters and a NUL */
const char *preload_secret(void);

/** preload_next - the function of that name that this library stands in front of */
void *preload_next(const char *name);

/** preload_is_first - do messages to the kernel lead through here? Told on stderr if not. */
bool preload_is_first(void);

/** preload_warn - a line on stderr; with @journal in the system's log, too */
__attribute__((format(printf, 2, 3)))
void preload_warn(bool journal, const char *format, ...);

/* input.c: what nft reads */

/**
 * input_translate - make stand-ins of a text's statements
 * @context: of its beginning
 * @text: in nft's language
 * @size: of the text, set to that of the new one
 * Return: the new text, for free(); NULL: there is nothing to change.
 */
char *input_translate(enum nft_netflow_context context, const char *text, size_t *size);

/**
 * input_open - fopen() of a file that nft will read
 * @path: as nft names it
 * @mode: as for fopen()
 * Return: what fopen() returns; the file is another one if it had statements.
 */
FILE *input_open(const char *path, const char *mode);

/** input_line - struct nft_netflow_errors' line(), of what these commands read */
const char *input_line(const char *name, size_t name_size, size_t number, size_t *size,
		       void *data);

/** input_end - the commands ended: forget what they include and read */
void input_end(void);

/** input_stdin - let standard input have stand-ins for statements */
void input_stdin(void);

/* output.c: what nft prints */

/** output_begin - commands of this context run in this thread from now on */
void output_begin(struct nft_ctx *ctx);

/** output_end - the commands ended: print what is held back */
void output_end(void);

/** output_is_ours - does what commands of this thread print lead through here? */
bool output_is_ours(void);

/** output_quiet - whether to be silent about left-out statements in listings */
void output_quiet(bool quiet);

/** output_marked - stand-ins may be printed from now on */
void output_marked(void);

/** output_is_marked - may there be stand-ins in what this process prints? */
bool output_is_marked(void);

/* messages.c: what nft and the kernel tell each other */

/** messages_send - sendmsg() of a batch that may have stand-ins */
ssize_t messages_send(int fd, const struct msghdr *message, int flags);

/** messages_received - the kernel's answer; returns its new size */
size_t messages_received(void *data, size_t size);

/** messages_left_out - did the kernel list left-out statements since the last call? */
bool messages_left_out(void);

/* probe.c */

/**
 * probe_lacks_expression - is there no expression "netflow" in this kernel?
 * @family: NFPROTO_* of the rule
 * Return: true only if the kernel said so, after it tried to load the module.
 */
bool probe_lacks_expression(uint8_t family);

#endif /* _NFT_NETFLOW_PRELOAD_H */
