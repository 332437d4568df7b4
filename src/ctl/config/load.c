// SPDX-License-Identifier: GPL-2.0
#include "load.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/complain.h"
#include "config.h"
#include "text.h"

#define FILE_NAME	"netflow.conf"
#define DIRECTORY	"conf.d"

static void complain_line(const char *file, unsigned int line, const char *sentence,
			  const char *text)
{
	complain("%s:%u: %s%s%s", file, line, sentence, text[0] ? "\n    " : "", text);
}

/* The files of conf.d, sorted. */
struct dropins {
	char directory[4096];
	struct dirent **entries;
	int count;
};

static int is_dropin(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       !strcmp(entry->d_name + length - 5, ".conf");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Return: 0 or a negative errno, reported on stderr. */
static int list_dropins(const char *path, struct dropins *dropins)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	int err;

	memset(dropins, 0, sizeof(*dropins));
	if (strcmp(name, FILE_NAME))
		return 0;
	snprintf(dropins->directory, sizeof(dropins->directory), "%.*s" DIRECTORY,
		 (int)(name - path), path);
	dropins->count = scandir(dropins->directory, &dropins->entries, is_dropin, by_name);
	if (dropins->count >= 0)
		return 0;
	err = -errno;
	dropins->count = 0;
	if (err == -ENOENT || err == -ENOTDIR)
		return 0;
	complain("cannot read the directory '%s': %s", dropins->directory, strerror(-err));
	return err;
}

static void free_dropins(struct dropins *dropins)
{
	while (dropins->count)
		free(dropins->entries[--dropins->count]);
	free(dropins->entries);
}

static int load_file(struct config *config, const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *in = is_stdin ? stdin : fopen(path, "re");
	int err;

	if (!in) {
		err = -errno;
		complain("cannot read '%s': %s%s", path, strerror(-err),
			 err == -ENOENT ? "; 'netflowctl save' writes one" : "");
		return err;
	}
	err = config_parse(config, in, is_stdin ? "stdin" : path, complain_line);
	if (!is_stdin)
		fclose(in);
	if (err == -ENOMEM)
		complain("out of memory");
	return err;
}

/* Read all files, to report every mistake. */
static int load_dropins(struct config *config, const struct dropins *dropins)
{
	int err = 0, one, i;
	char *path;

	for (i = 0; i < dropins->count; i++) {
		if (asprintf(&path, "%s/%s", dropins->directory, dropins->entries[i]->d_name) < 0) {
			complain("out of memory");
			return -ENOMEM;
		}
		one = load_file(config, path);
		free(path);
		err = err ? err : one;
	}
	return err;
}

static int load(struct config *config, const char *path, bool dropins_only)
{
	struct dropins dropins;
	int err, first = 0;

	err = list_dropins(path, &dropins);
	if (err)
		return err;
	err = config_init(config);
	if (!err && !dropins_only && (!dropins.count || !access(path, F_OK)))
		first = load_file(config, path);
	if (!err)
		err = load_dropins(config, &dropins);
	err = first ? first : err;
	free_dropins(&dropins);
	if (err)
		config_free(config);
	return err;
}

int config_load(struct config *config, const char *path)
{
	return load(config, path, false);
}

int config_load_dropins(struct config *config, const char *path)
{
	return load(config, path, true);
}

bool config_exists(const char *path)
{
	struct dropins dropins;
	bool exists = !access(path, F_OK);

	if (!exists && !list_dropins(path, &dropins)) {
		exists = dropins.count > 0;
		free_dropins(&dropins);
	}
	return exists;
}
