// SPDX-License-Identifier: GPL-2.0
/* netflowctl nft */
#include "nft.h"

#include <limits.h>

#include "launcher/exec.h"
#include "command/command.h"
#include "command/options.h"

static int nft_run(const struct options *options)
{
	/* argv[-1] is the command's own name, where nft expects argv[0]. */
	return nft_netflow_exec(options->argv - 1);
}

const struct command nft_command = {
	.name = "nft",
	.arguments = "ARGUMENT...",
	.run = nft_run,
	.summary = "Run nft(8) with support for the netflow statement",
	.options = OPTION_FOREIGN,
	.most = INT_MAX,
};
