// SPDX-License-Identifier: GPL-2.0
/* Preloaded: there are no memory files, as under SELinux, seccomp or vm.memfd_noexec. */
#include <errno.h>
#include <sys/mman.h>

int memfd_create(const char *name, unsigned int flags)
{
	(void)name;
	(void)flags;
	errno = EACCES;
	return -1;
}
