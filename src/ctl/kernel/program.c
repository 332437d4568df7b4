// SPDX-License-Identifier: GPL-2.0
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Read from a descriptor until its end. Return: the text, or NULL if out of memory. */
static char *read_all(int fd)
{
	char *text = NULL, block[4096];
	size_t size = 0;
	ssize_t got;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return NULL;
	for (;;) {
		got = read(fd, block, sizeof(block));
		if (got > 0)
			fwrite(block, 1, got, stream);
		else if (!got || errno != EINTR)
			break;
	}
	if (!fclose(stream))
		return text;
	free(text);
	return NULL;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int start(const char *const argv[], int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int err = posix_spawn_file_actions_init(&actions);

	if (err)
		return -err;
	if (output >= 0) {
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
		posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	}
	err = posix_spawnp(pid, argv[0], &actions, NULL, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

int program_run(const char *const argv[], char **output)
{
	int err, pipes[2] = { -1, -1 };
	pid_t pid;

	/* Keep our own earlier output before that of the program. */
	fflush(stdout);
	if (output)
		*output = NULL;
	if (output && pipe2(pipes, O_CLOEXEC))
		return -errno;
	err = start(argv, pipes[1], &pid);
	if (output)
		close(pipes[1]);
	if (!err && output)
		*output = read_all(pipes[0]);
	if (output)
		close(pipes[0]);
	if (err)
		return err;
	err = wait_for(pid);
	if (output && !*output)
		return -ENOMEM;
	return err;
}

bool program_found(const char *name)
{
	const char *path = getenv("PATH");
	char *copy, *place, *rest, file[4096];
	bool found = false;

	if (strchr(name, '/'))
		return !access(name, X_OK);
	copy = strdup(path ? path : "/usr/sbin:/usr/bin:/sbin:/bin");
	for (place = copy; place && !found; place = rest) {
		rest = strchr(place, ':');
		if (rest)
			*rest++ = '\0';
		snprintf(file, sizeof(file), "%s/%s", place, name);
		found = !access(file, X_OK);
	}
	free(copy);
	return found;
}
