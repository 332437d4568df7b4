/* SPDX-License-Identifier: GPL-2.0 */
/* The output of nft. */
#ifndef _NFT_NETFLOW_OUTPUT_H
#define _NFT_NETFLOW_OUTPUT_H

#include <stdbool.h>

struct nft_ctx;

/**
 * output_begin - commands of a context run in this thread from now on
 * @ctx: libnftables' context
 */
void output_begin(struct nft_ctx *ctx);

/** output_end - the commands ended: print what is held back */
void output_end(void);

/**
 * output_quiet - set whether to be silent about left-out statements in listings
 * @quiet: be silent
 */
void output_quiet(bool quiet);

#endif /* _NFT_NETFLOW_OUTPUT_H */
