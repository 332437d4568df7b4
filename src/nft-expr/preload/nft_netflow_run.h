/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The statement `netflow` for programs that use libnftables: link them with the files of
 * the preload library. nft_run_cmd_from_buffer() and nft_run_cmd_from_filename() then
 * read and print the statement.
 */
#ifndef _NFT_NETFLOW_RUN_H
#define _NFT_NETFLOW_RUN_H

struct nft_ctx;

/**
 * nft_netflow_run - run commands that may contain the statement
 * @ctx: context of libnftables; its output and errors may be buffered
 * @commands: in nft's language, or in JSON if @ctx is set to it
 * Return: the result of libnftables, 0 for success.
 */
int nft_netflow_run(struct nft_ctx *ctx, const char *commands);

/**
 * nft_netflow_restore - insert left-out statements into their rules
 * @ctx: context of libnftables; if it is buffered, its buffers are overwritten
 *
 * Replaces each such rule with itself plus the statement, all in one transaction.
 * Return: number of rules; -ENOENT if the kernel still has no expression "netflow"; or
 * another negative errno, reported on stderr.
 */
int nft_netflow_restore(struct nft_ctx *ctx);

#endif /* _NFT_NETFLOW_RUN_H */
