// SPDX-License-Identifier: GPL-2.0
/* Reading and writing MODPROBE_FILE. */
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/complain.h"
#include "modprobe.h"

#define MODPROBE_NEW	MODPROBE_FILE ".new"

/* Return: the content, to be freed; "" if the file does not exist; NULL with errno set on error. */
static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return errno == ENOENT ? strdup("") : NULL;
	/* Files of modprobe.d contain no NUL. */
	if (getdelim(&text, &size, '\0', file) < 0 && ferror(file)) {
		free(text);
		text = NULL;
	} else if (feof(file) && !text) {
		text = strdup("");
	}
	fclose(file);
	return text;
}

int modprobe_read(struct modprobe *file)
{
	char *text = read_file(MODPROBE_FILE);
	int err;

	if (!text) {
		err = -errno;
		memset(file, 0, sizeof(*file));
		complain("cannot read %s: %s", MODPROBE_FILE, strerror(-err));
		return err;
	}
	err = modprobe_parse(text, MODPROBE_FILE, file);
	free(text);
	return err;
}

static int write_new(const char *text)
{
	FILE *file;
	int err = 0;

	if (mkdir("/etc/modprobe.d", 0755) && errno != EEXIST)
		return -errno;
	file = fopen(MODPROBE_NEW, "we");
	if (!file)
		return -errno;
	if (fputs(text, file) < 0 || fflush(file) || fchmod(fileno(file), 0644) ||
	    fsync(fileno(file)))
		err = -errno;
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

static int replace(const char *text)
{
	int err = write_new(text);

	if (!err && rename(MODPROBE_NEW, MODPROBE_FILE))
		err = -errno;
	if (err)
		unlink(MODPROBE_NEW);
	return err;
}

int modprobe_write(const char *text)
{
	int err = 0;

	if (text[0])
		err = replace(text);
	else if (unlink(MODPROBE_FILE) && errno != ENOENT)
		err = -errno;
	if (err)
		complain("cannot %s %s: %s%s", text[0] ? "write" : "remove", MODPROBE_FILE,
			 strerror(-err), err == -EACCES ? "; run it as root" : "");
	return err;
}
