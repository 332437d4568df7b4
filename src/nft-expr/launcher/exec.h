/* SPDX-License-Identifier: GPL-2.0 */
/* Running the distribution's nft with the translation. */
#ifndef _NFT_NETFLOW_EXEC_H
#define _NFT_NETFLOW_EXEC_H

/**
 * nft_netflow_exec - execute the stock nft with the preload library
 * @argv: nft's arguments; argv[0] is set to "nft"
 *
 * A missing library is reported on stderr, and nft runs without it; likewise if nft is
 * set-user-ID or has file capabilities.
 * Return: only on failure, an exit status, after reporting the error on stderr.
 */
int nft_netflow_exec(char **argv);

#endif /* _NFT_NETFLOW_EXEC_H */
