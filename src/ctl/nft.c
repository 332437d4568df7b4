// SPDX-License-Identifier: GPL-2.0
#include "../nft-expr/nft/exec.h"
#include "ctl.h"

int nft_run(const struct options *options)
{
	/* argv[-1] is the command's own name: nft's place for its own. */
	return nft_netflow_exec(options->argv - 1);
}
