// SPDX-License-Identifier: GPL-2.0
/*
 * nftrestore [COMMAND…]: run commands of nft in this process, through libnftables; without
 * one put statements that were left out into their rules, and print how many.
 */
#include <nftables/libnftables.h>
#include <stdio.h>

#include "../../src/nft-expr/preload/nft_netflow_run.h"

int main(int argc, char **argv)
{
	struct nft_ctx *ctx = nft_ctx_new(NFT_CTX_DEFAULT);
	int i, result = 0;

	if (!ctx)
		return 1;
	for (i = 1; i < argc && !result; i++)
		result = nft_netflow_run(ctx, argv[i]);
	if (argc == 1) {
		result = nft_netflow_restore(ctx);
		printf("%d\n", result);
	}
	nft_ctx_free(ctx);
	return result < 0;
}
