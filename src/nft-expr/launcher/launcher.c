// SPDX-License-Identifier: GPL-2.0
/* The replacement for nft, which runs the stock nft with the statement `netflow`. */
#include "exec.h"

int main(int argc, char **argv)
{
	(void)argc;
	return nft_netflow_exec(argv);
}
