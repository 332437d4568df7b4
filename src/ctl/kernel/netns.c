// SPDX-License-Identifier: GPL-2.0
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "text/complain.h"

#define NETNS_DIRECTORY	"/var/run/netns"

static int open_netns(const char *name)
{
	char path[PATH_MAX];

	if (!name[0] || name[0] == '.' || strchr(name, '/') || strlen(name) > NAME_MAX) {
		errno = EINVAL;
		return -1;
	}
	snprintf(path, sizeof(path), NETNS_DIRECTORY "/%s", name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int netns_enter(const char *name)
{
	int fd = open_netns(name), err = 0;

	if (fd < 0) {
		err = -errno;
		complain("there is no network namespace '%s': %s; 'ip netns list' lists them", name,
			 strerror(-err));
		return err;
	}
	if (setns(fd, CLONE_NEWNET)) {
		err = -errno;
		complain("cannot enter the network namespace '%s': %s%s", name, strerror(-err),
			 err == -EPERM ? "; this needs the capability CAP_SYS_ADMIN" : "");
	}
	close(fd);
	return err;
}
