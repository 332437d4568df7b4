// SPDX-License-Identifier: GPL-2.0
/* The report of ipt_netflow --mode show: system files, settings, status. */
#include "show.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "kernel.h"
#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "modules/find.h"
#include "text/complain.h"
#include "files.h"
#include "legacy.h"

#define FILES	8

/* In seconds; ls shows the year of older files. */
#define HALF_A_YEAR	(365 * 86400 / 2)

struct files {
	struct {
		char path[PATH_MAX];
		struct stat stat;
	} list[FILES];
	int count;
};

static void add_file(struct files *files, const char *path)
{
	if (files->count == FILES || stat(path, &files->list[files->count].stat))
		return;
	snprintf(files->list[files->count].path, PATH_MAX, "%s", path);
	files->count++;
}

static void add_module(struct files *files, const char *name)
{
	char path[PATH_MAX];

	if (module_path(name, path, sizeof(path)))
		add_file(files, path);
}

static void find_files(struct files *files)
{
	files->count = 0;
	add_file(files, MODPROBE_FILE);
	add_file(files, "/etc/sysconfig/ipt_netflow");
	add_file(files, "/etc/default/ipt_netflow");
	add_module(files, MODULE_CORE);
	add_module(files, MODULE_XT);
	add_module(files, MODULE_NFT);
	add_file(files, NETFLOW_XTLIBDIR "/libxt_NETFLOW.so");
	add_file(files, LEGACY_LOG);
}

static const char *mode_text(mode_t mode, char text[11])
{
	static const char letters[] = "rwxrwxrwx";
	int i;

	text[0] = S_ISDIR(mode) ? 'd' : '-';
	for (i = 0; i < 9; i++)
		text[i + 1] = mode & 0400 >> i ? letters[i] : '-';
	text[10] = '\0';
	return text;
}

static const char *owner_text(const struct stat *stat, char *text, size_t size)
{
	const struct passwd *user = getpwuid(stat->st_uid);
	const struct group *group = getgrgid(stat->st_gid);
	char uid[16], gid[16];

	snprintf(uid, sizeof(uid), "%u", stat->st_uid);
	snprintf(gid, sizeof(gid), "%u", stat->st_gid);
	snprintf(text, size, "%s %s", user ? user->pw_name : uid, group ? group->gr_name : gid);
	return text;
}

static const char *date_text(time_t then, char *text, size_t size)
{
	time_t now = time(NULL);
	const struct tm *tm = localtime(&then);
	size_t length;

	if (now - then > HALF_A_YEAR || then > now)
		length = strftime(text, size, "%b %e  %Y", tm);
	else
		length = strftime(text, size, "%b %e %H:%M", tm);
	return length ? text : "";
}

static void show_files(void)
{
	char mode[11], owner[80], date[32], size[24];
	static struct files files;
	int i, width = 0, length;

	find_files(&files);
	for (i = 0; i < files.count; i++) {
		length = snprintf(size, sizeof(size), "%lld",
				  (long long)files.list[i].stat.st_size);
		width = length > width ? length : width;
	}
	printf("\nSystem files that configure, load and use the module ipt_NETFLOW:\n\n");
	for (i = 0; i < files.count; i++) {
		const struct stat *stat = &files.list[i].stat;

		printf("%s %lu %s %*lld %s %s\n", mode_text(stat->st_mode, mode),
		       (unsigned long)stat->st_nlink, owner_text(stat, owner, sizeof(owner)), width,
		       (long long)stat->st_size, date_text(stat->st_mtime, date, sizeof(date)),
		       files.list[i].path);
	}
	if (!files.count)
		printf("(none)\n");
}

static void show_setting(const char *name)
{
	char path[128], value[NETFLOW_SETTING_TEXT_SIZE + 2] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", LEGACY_SYSCTL, name);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(value, sizeof(value), file))
		value[strcspn(value, "\n")] = '\0';
	fclose(file);
	printf("net.netflow.%s = %s\n", name, value);
}

/* The settings of the old module, in its order. */
static const char *const first[] = {
	"active_timeout", "inactive_timeout", "debug", "hashsize", "sndbuf", "destination",
	"aggregation", "maxflows",
};

static bool is_first(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(first); i++)
		if (!strcmp(first[i], name))
			return true;
	return false;
}

static void show_settings(void)
{
	size_t i;

	printf("\nCurrent settings of the module. sysctl(8) changes them until the module is\n"
	       "unloaded; to make a change permanent, edit %s.\n\n", MODPROBE_FILE);
	for (i = 0; i < ARRAY_SIZE(first); i++)
		show_setting(first[i]);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		if (!is_first(netflow_settings_table[i].name))
			show_setting(netflow_settings_table[i].name);
}

static int show_status(void)
{
	FILE *file = fopen(LEGACY_STAT, "re");
	char block[4096];
	size_t size;
	int err;

	if (!file) {
		err = -errno;
		complain("cannot read %s: %s", LEGACY_STAT, strerror(-err));
		return err;
	}
	printf("\nCurrent status of the module, from %s:\n\n", LEGACY_STAT);
	while ((size = fread(block, 1, sizeof(block), file)))
		fwrite(block, 1, size, stdout);
	fclose(file);
	putchar('\n');
	return 0;
}

int legacy_show(void)
{
	show_files();
	if (!module_loaded(MODULE_CORE)) {
		printf("\nThe module ipt_NETFLOW is not loaded, so there are no settings and no\n"
		       "status to show; 'ipt_netflow --mode enable' loads it.\n\n");
		return 0;
	}
	show_settings();
	return show_status();
}
