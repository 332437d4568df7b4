// SPDX-License-Identifier: GPL-2.0
#include "open.h"

#include <errno.h>

#include "kernel/family.h"
#include "kernel/netlink.h"
#include "text/complain.h"
#include "build.h"
#include "find.h"

int module_open(struct netlink *nl)
{
	char sentence[1024];

	/* Looking up the family would make the kernel load the module. */
	if (!module_loaded(MODULE_CORE)) {
		module_absence(sentence, sizeof(sentence));
		complain("%s", sentence);
		return -ENOENT;
	}
	return family_open(nl);
}
