// SPDX-License-Identifier: GPL-2.0
#include "exec.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The stock nft after `nft-netflow divert`. */
#define DIVERTED	"/usr/sbin/nft.stock"

#define EXIT_NOT_RUN	126
#define EXIT_NOT_FOUND	127

static const char *const places[] = { DIVERTED, "/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft" };

/* Is this file the running program? */
static int is_self(const char *path)
{
	struct stat self, other;

	return !stat("/proc/self/exe", &self) && !stat(path, &other) &&
	       self.st_dev == other.st_dev && self.st_ino == other.st_ino;
}

static const char *stock_nft(void)
{
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (!access(places[i], X_OK) && !is_self(places[i]))
			return places[i];
	return NULL;
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
	else
		set_preload(library);
	argv[0] = (char *)"nft";
	execv(nft, argv);
	fprintf(stderr, "nft: cannot run %s: %s\n", nft, strerror(errno));
	return EXIT_NOT_RUN;
}
