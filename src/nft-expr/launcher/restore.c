// SPDX-License-Identifier: GPL-2.0
/*
 * nft-restore, run by netflowctl: insert left-out statements `netflow` into their rules.
 * libnftables does this and has to be intercepted, so it runs in a separate process.
 *
 * Exit status: 0 if there were such rules, RESTORE_NONE if there were none, 1 on errors.
 */
#include <errno.h>
#include <nftables/libnftables.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "preload/nft_netflow_run.h"
#include "restore.h"

/* The name in messages, and for netflowctl watch, to which the kernel reports it. */
#define PROGRAM	"netflowctl"

static int report(int count)
{
	if (count > 0)
		printf("put the statement netflow into %d rule%s that waited for it\n", count,
		       count == 1 ? "" : "s");
	else if (count == -ENOENT)
		fputs(PROGRAM ": rules wait for the expression 'netflow': modprobe nft_netflow\n",
		      stderr);
	else if (count < 0)
		fprintf(stderr, PROGRAM ": cannot restore the statements 'netflow': %s\n",
			strerror(-count));
	if (count < 0)
		return 1;
	return count ? 0 : RESTORE_NONE;
}

int main(void)
{
	struct nft_ctx *ctx;
	int count;

	prctl(PR_SET_NAME, PROGRAM);
	ctx = nft_ctx_new(NFT_CTX_DEFAULT);
	count = ctx ? nft_netflow_restore(ctx) : -ENOMEM;
	if (ctx)
		nft_ctx_free(ctx);
	return report(count);
}
