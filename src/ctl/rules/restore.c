// SPDX-License-Identifier: GPL-2.0
#include "restore.h"

#include <errno.h>
#include <nftables/libnftables.h>
#include <string.h>

#include "preload/nft_netflow_run.h"
#include "text/complain.h"

int nft_restore(void)
{
	struct nft_ctx *ctx = nft_ctx_new(NFT_CTX_DEFAULT);
	int result = ctx ? nft_netflow_restore(ctx) : -ENOMEM;

	if (ctx)
		nft_ctx_free(ctx);
	if (result == -ENOENT)
		complain("rules wait for the nftables expression 'netflow': modprobe nft_netflow");
	else if (result < 0)
		complain("cannot put the statements 'netflow' into their rules: %s",
			 strerror(-result));
	return result;
}
