/* SPDX-License-Identifier: GPL-2.0 */
/* Translation of nft's output. */
#ifndef _NFT_NETFLOW_OUTPUT_H
#define _NFT_NETFLOW_OUTPUT_H

#include <stdbool.h>

struct nft_ctx;

/**
 * output_begin - prepare for output before this thread runs a context's commands
 * @ctx: context of libnftables
 */
void output_begin(struct nft_ctx *ctx);

/** output_end - print all held output at the end of the commands */
void output_end(void);

/**
 * output_quiet - set whether to report left-out statements in listings
 * @quiet: do not report them
 */
void output_quiet(bool quiet);

#endif /* _NFT_NETFLOW_OUTPUT_H */
