/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The statement `netflow` in a program that uses libnftables itself: link it with the
 * files of the preload library. nft_run_cmd_from_buffer() and nft_run_cmd_from_filename()
 * then read and print the statement.
 */
#ifndef _NFT_NETFLOW_RUN_H
#define _NFT_NETFLOW_RUN_H

struct nft_ctx;

/**
 * nft_netflow_run - run commands that may have the statement
 * @ctx: libnftables'; its output and errors may be buffered
 * @commands: in nft's language, or JSON if the context is set to it
 * Return: what libnftables returns, 0 for success.
 */
int nft_netflow_run(struct nft_ctx *ctx, const char *commands);

/**
 * nft_netflow_restore - put statements that were left out into their rules
 * @ctx: libnftables'; unbuffered, or its buffers are overwritten
 *
 * Each such rule is replaced by itself, with the statement, all in one transaction.
 * Return: how many rules there were; -ENOENT: the kernel still has no expression
 * "netflow"; another negative errno: the reason is on stderr.
 */
int nft_netflow_restore(struct nft_ctx *ctx);

#endif /* _NFT_NETFLOW_RUN_H */
