// SPDX-License-Identifier: GPL-2.0
/* ipt_netflow --help-long: the installed manual in a text browser. */
#include "manual.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel.h"
#include "kernel/program.h"
#include "text/complain.h"

static const char *find_browser(void)
{
	static const char *const known[] = {
		"elinks", "lynx", "links", "w3m", "links2", "www-browser",
	};
	const char *wanted = getenv("TEXTBROWSER");
	size_t i;

	if (wanted && wanted[0]) {
		if (program_found(wanted))
			return wanted;
		complain("there is no program '%s', which TEXTBROWSER names", wanted);
		return NULL;
	}
	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (program_found(known[i]))
			return known[i];
	complain("there is no text browser (elinks, lynx, links or w3m); %s",
		 "install one, name one in TEXTBROWSER, or run 'man ipt_netflow'");
	return NULL;
}

/* Drop man's overprinting, which makes letters bold or underlined. */
static void drop_overprint(char *text)
{
	char *to = text, *from;

	for (from = text; *from; from++) {
		if (*from != '\b')
			*to++ = *from;
		else if (to > text)
			to--;
	}
	*to = '\0';
}

/* Return: the manual as plain text, to be freed, or NULL after reporting the error on stderr. */
static char *read_manual(void)
{
	static const char *const argv[] = { "man", "8", "ipt_netflow", NULL };
	char *text;
	int status;

	setenv("MANPAGER", "cat", 1);
	setenv("MANWIDTH", "78", 0);
	status = program_run(argv, &text);
	if (!status) {
		drop_overprint(text);
		return text;
	}
	complain("'man 8 ipt_netflow' failed: %s",
		 status < 0 ? strerror(-status) : text);
	free(text);
	return NULL;
}

static int write_text(int fd, const char *text)
{
	FILE *file = fdopen(fd, "w");
	int err;

	if (!file) {
		err = -errno;
		close(fd);
		return err;
	}
	err = fputs(text, file) < 0 ? -errno : 0;
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

static int browse(const char *browser, const char *text)
{
	char path[] = "/tmp/ipt_netflow.XXXXXX.txt";
	const char *const argv[] = { browser, path, NULL };
	int fd = mkostemps(path, strlen(".txt"), O_CLOEXEC);
	int err = fd < 0 ? -errno : write_text(fd, text);

	if (err) {
		complain("cannot write %s: %s", path, strerror(-err));
	} else {
		err = program_run(argv, NULL);
		if (err)
			complain("'%s %s' failed: %s", browser, path,
				 err < 0 ? strerror(-err) : "see above");
	}
	if (fd >= 0)
		unlink(path);
	return err > 0 ? -EIO : err;
}

int legacy_manual(void)
{
	const char *browser = find_browser();
	char *text = browser ? read_manual() : NULL;
	int err;

	if (!text)
		return -ENOENT;
	err = browse(browser, text);
	free(text);
	return err;
}
