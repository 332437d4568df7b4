// SPDX-License-Identifier: GPL-2.0
/* Building the modules with the program dkms, for which there is no library. */
#include "dkms.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kernel.h"
#include "kernel/program.h"
#include "modules/find.h"
#include "text/complain.h"

#define PACKAGE		"netflow"
#define SOURCE		"/usr/src/" PACKAGE "-" NETFLOW_VERSION

/* dkms's exit status for an unknown module. */
#define DKMS_UNKNOWN	3

static bool are_installed(void)
{
	static const char *const names[] = { MODULE_CORE, MODULE_XT, MODULE_NFT };
	bool installed = true;
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		installed = installed && module_path(names[i], path, sizeof(path));
	return installed;
}

/* DKMS reports these problems too, but without advice. */
static int check_needs(const char *release)
{
	char headers[256];

	if (!program_found("dkms")) {
		complain("there is no module for this kernel, %s, and no dkms to build it; %s",
			 release, "install the package dkms");
		return -ENOENT;
	}
	if (access(SOURCE "/dkms.conf", F_OK)) {
		complain("there is no source of the modules in %s; %s", SOURCE,
			 "install the package netflow-dkms, or run 'make dkms-install'");
		return -ENOENT;
	}
	snprintf(headers, sizeof(headers), "/lib/modules/%s/build/Makefile", release);
	if (access(headers, F_OK)) {
		complain("the headers of kernel %s are missing: no %s; on Debian, install %s-%s",
			 release, headers, "linux-headers", release);
		return -ENOENT;
	}
	return 0;
}

/*
 * @verbose: let dkms print its output; otherwise *output gets it, to be freed
 * Return: the exit status, or a negative errno, reported on stderr.
 */
static int run_dkms(const char *const argv[], bool verbose, char **output)
{
	int status;

	*output = NULL;
	status = program_run(argv, verbose ? NULL : output);
	if (status < 0)
		complain("cannot run 'dkms': %s", strerror(-status));
	return status;
}

int legacy_build(bool verbose)
{
	struct utsname kernel;
	const char *const argv[] = { "dkms", "install", "-m", PACKAGE, "-v", NETFLOW_VERSION,
				     "-k", kernel.release, NULL };
	char *output;
	int status;

	uname(&kernel);
	if (are_installed()) {
		if (verbose)
			printf("the modules for %s are installed\n", kernel.release);
		return 0;
	}
	if (check_needs(kernel.release))
		return -ENOENT;
	if (verbose)
		printf("building the modules for %s\n", kernel.release);
	status = run_dkms(argv, verbose, &output);
	if (!status && !are_installed())
		status = 1;
	if (status > 0)
		complain("dkms could not build and install %s-%s for %s (status %d)%s%s", PACKAGE,
			 NETFLOW_VERSION, kernel.release, status, output ? ":\n" : "",
			 output ? output : "");
	free(output);
	return status > 0 ? -EIO : status;
}

int legacy_unbuild(bool verbose)
{
	static const char *const argv[] = { "dkms", "remove", "-m", PACKAGE, "-v",
					    NETFLOW_VERSION, "--all", NULL };
	char *output;
	int status;

	if (!program_found("dkms"))
		return 0;
	status = run_dkms(argv, verbose, &output);
	if (status == DKMS_UNKNOWN)
		status = 0;
	if (status > 0)
		complain("dkms could not remove %s-%s (status %d)%s%s", PACKAGE, NETFLOW_VERSION,
			 status, output ? ":\n" : "", output ? output : "");
	free(output);
	return status > 0 ? -EIO : status;
}
