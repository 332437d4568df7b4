// SPDX-License-Identifier: GPL-2.0
#include "restore.h"

#include <errno.h>
#include <string.h>

#include "launcher/restore.h"
#include "kernel/program.h"
#include "text/complain.h"

int nft_restore(void)
{
	static const char *const argv[] = { NFT_NETFLOW_RESTORE, NULL };
	int status = program_run(argv, NULL);

	if (status < 0)
		complain("cannot run %s: %s", argv[0], strerror(-status));
	if (status == RESTORE_NONE)
		return 0;
	if (status)
		return status < 0 ? status : -EIO;
	return 1;
}
