// SPDX-License-Identifier: GPL-2.0
/* The program that stands in the place of nft: the stock nft, and the statement `netflow`. */
#include "exec.h"

int main(int argc, char **argv)
{
	(void)argc;
	return nft_netflow_exec(argv);
}
