// SPDX-License-Identifier: GPL-2.0
/*
 * Writing the configuration file. What a user wrote by hand is never lost: the file is
 * replaced in one step, the old one is kept as FILE~, and a FILE~ with comments of the user's
 * is kept as FILE~1 and so on before the next one takes its place.
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/complain.h"
#include "config.h"
#include "load.h"
#include "running.h"
#include "subtract.h"
#include "text.h"

#define HEADING		"# Written by 'netflowctl save'; see netflow.conf(5).\n"
#define BACKUPS		10000

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

/* Has the file comments that save did not write? If it cannot be read, assume so. */
static bool has_comments(const char *path)
{
	FILE *in = fopen(path, "re");
	bool first = true, found = false;
	char *line = NULL;
	size_t size = 0;

	if (!in)
		return errno != ENOENT;
	errno = 0;
	while (!found && getline(&line, &size, in) >= 0) {
		found = strchr(line, '#') && !(first && !strcmp(line, HEADING));
		first = false;
	}
	found |= ferror(in) || errno == ENOMEM;
	free(line);
	fclose(in);
	return found;
}

/* Give a backup a name that is still free. */
static int keep_backup(const char *backup)
{
	char *name;
	int err = -EEXIST, i;

	for (i = 1; err == -EEXIST && i < BACKUPS; i++) {
		if (asprintf(&name, "%s%d", backup, i) < 0)
			return -ENOMEM;
		err = link(backup, name) ? -errno : 0;
		free(name);
	}
	return err;
}

/* Keep the old file as @backup. */
static int back_up(const char *path, const char *backup)
{
	int err = 0;

	if (access(path, F_OK))
		return 0;
	if (!access(backup, F_OK) && has_comments(backup))
		err = keep_backup(backup);
	if (err)
		return err;
	unlink(backup);
	if (link(path, backup))
		return -errno;
	if (has_comments(path))
		complain("the comments of '%s' are kept in '%s'", path, backup);
	return 0;
}

/* Write a complete file to the disk before it replaces the old one. */
static int write_file(const struct config *config, int fd, const struct stat *old)
{
	FILE *out = fdopen(fd, "w");
	int err = 0;

	if (!out) {
		err = -errno;
		close(fd);
		return err;
	}
	fputs(HEADING, out);
	config_write(config, out);
	/* The owner first, as a change of it may clear bits of the mode. */
	if ((old->st_uid != geteuid() || old->st_gid != getegid()) &&
	    fchown(fd, old->st_uid, old->st_gid))
		err = -errno;
	if (fchmod(fd, old->st_mode & 07777) && !err)
		err = -errno;
	if ((fflush(out) || ferror(out) || fsync(fd)) && !err)
		err = -errno;
	if (fclose(out) && !err)
		err = -errno;
	return err;
}

/* A file that cannot be foreseen, so that no one can put a link in its place. */
static int replace_file(const struct config *config, const char *path)
{
	struct stat old = { .st_mode = 0644, .st_uid = geteuid(), .st_gid = getegid() };
	char *new = NULL, *backup = NULL;
	int err = 0, fd;

	if (stat(path, &old) && errno != ENOENT)
		return -errno;
	if (asprintf(&new, "%s.XXXXXX", path) < 0 || asprintf(&backup, "%s~", path) < 0)
		return -ENOMEM;
	fd = mkostemp(new, O_CLOEXEC);
	if (fd < 0) {
		err = -errno;
	} else {
		err = write_file(config, fd, &old);
		if (!err)
			err = back_up(path, backup);
		if (!err && rename(new, path))
			err = -errno;
		if (err)
			unlink(new);
	}
	free(new);
	free(backup);
	return err;
}

/* Write the file that a link leads to, so that the link stays. */
static int save_to(const struct config *config, const char *path)
{
	char real[PATH_MAX];
	struct stat link;
	int err;

	make_directory(path);
	if (realpath(path, real))
		err = replace_file(config, real);
	else if (errno == ENOENT && lstat(path, &link))
		err = replace_file(config, path);
	else
		err = -errno;
	if (err)
		complain("cannot write '%s': %s; the old file is kept", path, strerror(-err));
	return err;
}

int config_save(const char *path)
{
	struct config config, dropins;
	int err;

	err = config_load_dropins(&dropins, path);
	if (err)
		return err;
	err = config_read(&config);
	if (!err) {
		if (config_subtract(&config, &dropins))
			complain("files in conf.d differ from what is running: the next reload "
				 "applies them again");
		err = save_to(&config, path);
		config_free(&config);
	}
	config_free(&dropins);
	return err;
}
