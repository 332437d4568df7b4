// SPDX-License-Identifier: GPL-2.0
#include "exec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The stock nft after `nft-netflow divert`. */
#define DIVERTED	"/usr/sbin/nft.stock"

#define EXIT_NOT_RUN	126
#define EXIT_NOT_FOUND	127

static const char *const places[] = { DIVERTED, "/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft" };

/* In every program with this file, so that one knows another without /proc. */
static const char signature[] __attribute__((used)) = "nft-netflow launcher: libnft-netflow";

/* Does this file run us again: is it the launcher, or a program with its code? */
static bool is_launcher(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool found = false;
	struct stat status;
	void *data;

	if (fd < 0)
		return false;
	if (!fstat(fd, &status) && status.st_size > 0) {
		data = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		found = data != MAP_FAILED &&
			memmem(data, status.st_size, signature, sizeof(signature) - 1);
		if (data != MAP_FAILED)
			munmap(data, status.st_size);
	}
	close(fd);
	return found;
}

static const char *stock_nft(void)
{
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (!access(places[i], X_OK) && !is_launcher(places[i]))
			return places[i];
	return NULL;
}

/* Does the file give a process privileges? Then the preload is ignored. */
static bool is_privileged(const char *path)
{
	struct stat status;

	if (getxattr(path, "security.capability", NULL, 0) > 0)
		return true;
	return !stat(path, &status) && status.st_mode & (S_ISUID | S_ISGID);
}

/* Prepend the library to LD_PRELOAD unless it is there already. */
static void set_preload(const char *library)
{
	const char *others = getenv("LD_PRELOAD");
	char *list;

	if (others && strstr(others, library))
		return;
	if (asprintf(&list, "%s%s%s", library, others && *others ? ":" : "",
		     others ? others : "") < 0)
		return;
	setenv("LD_PRELOAD", list, 1);
	free(list);
}

int nft_netflow_exec(char **argv)
{
	const char *library = NFT_NETFLOW_LIBRARY, *nft = stock_nft();

	if (!nft) {
		fputs("nft: there is no nft beside this one: install nftables\n", stderr);
		return EXIT_NOT_FOUND;
	}
	if (access(library, R_OK))
		fprintf(stderr, "nft: no statement 'netflow': cannot use %s: %s\n",
			library, strerror(errno));
	else if (is_privileged(nft))
		fprintf(stderr, "nft: no statement 'netflow': %s has privileges of its own (%s)\n",
			nft, "capabilities of the file, or set-user-ID");
	else
		set_preload(library);
	argv[0] = (char *)"nft";
	execv(nft, argv);
	fprintf(stderr, "nft: cannot run %s: %s\n", nft, strerror(errno));
	return EXIT_NOT_RUN;
}
