// SPDX-License-Identifier: GPL-2.0
/*
 * A command for bash to load: enter a network namespace of ip(8). What follows in the same
 * shell runs there:
 *
 *   enable -f .../setns.so setns
 *   (setns NAME && exec COMMAND...)
 *
 * `ip netns exec` does the same by a program and mounts of its own, which take an emulated
 * kernel longer than most commands that are run this way.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

/* What bash's headers say of loadable commands. */
struct word {
	char *text;
	int flags;
};

struct words {
	struct words *next;
	struct word *word;
};

struct builtin {
	char *name;
	int (*function)(struct words *words);
	int flags;
	char * const *help;
	const char *usage;
	char *handle;
};

#define BUILTIN_ENABLED	1

static int enter(struct words *words)
{
	char path[4096];
	int fd, err;

	if (!words || words->next) {
		fputs("setns: name one network namespace\n", stderr);
		return 2;
	}
	snprintf(path, sizeof(path), "/run/netns/%s", words->word->text);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? -1 : setns(fd, CLONE_NEWNET);
	if (err)
		perror(path);
	if (fd >= 0)
		close(fd);
	return err ? 1 : 0;
}

static char * const help[] = { "Enter the network namespace NAME.", NULL };

struct builtin setns_struct = { "setns", enter, BUILTIN_ENABLED, help, "setns NAME", NULL };
