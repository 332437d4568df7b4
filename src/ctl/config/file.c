// SPDX-License-Identifier: GPL-2.0
#include "file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/complain.h"
#include "config.h"
#include "running.h"
#include "text.h"

/* The directory of the default file may not exist yet. */
static void make_directory(const char *path)
{
	char directory[4096], *slash;

	snprintf(directory, sizeof(directory), "%s", path);
	slash = strrchr(directory, '/');
	if (slash && slash != directory) {
		*slash = '\0';
		mkdir(directory, 0755);
	}
}

/* Write a complete file to the disk before it replaces the old one. */
static int write_file(const struct config *config, const char *new)
{
	FILE *out = fopen(new, "we");
	int err;

	if (!out)
		return -errno;
	fputs("# Written by 'netflowctl save'; see netflow.conf(5).\n", out);
	config_write(config, out);
	err = fflush(out) || ferror(out) || fsync(fileno(out)) ? -errno : 0;
	if (fclose(out) && !err)
		err = -errno;
	return err;
}

static int replace_file(const struct config *config, const char *path)
{
	char *new = NULL, *old = NULL;
	int err;

	if (asprintf(&new, "%s.new", path) < 0 || asprintf(&old, "%s~", path) < 0)
		return -ENOMEM;
	make_directory(path);
	err = write_file(config, new);
	if (!err) {
		/* Keep comments that the user wrote. */
		unlink(old);
		if (link(path, old) && errno != ENOENT)
			err = -errno;
	}
	if (!err && rename(new, path))
		err = -errno;
	if (err) {
		complain("cannot write '%s': %s; the old file is kept", path, strerror(-err));
		unlink(new);
	}
	free(new);
	free(old);
	return err;
}

int config_save(const char *path)
{
	struct config config;
	int err;

	err = config_read(&config);
	if (err)
		return err;
	err = replace_file(&config, path);
	config_free(&config);
	return err;
}
