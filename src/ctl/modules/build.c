// SPDX-License-Identifier: GPL-2.0
#include "build.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "find.h"

/* Does os-release name this distribution, or one that it is based on? */
static bool is_like(const char *word)
{
	FILE *file = fopen("/etc/os-release", "re");
	char line[256];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		if (!strncmp(line, "ID=", 3) || !strncmp(line, "ID_LIKE=", 8))
			found = strstr(line, word);
	if (file)
		fclose(file);
	return found;
}

/* Other modules leave directories behind that contain nothing of the kernel itself. */
static bool is_kernel(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), KERNELS "/%s/modules.builtin", name);
	return name[0] != '.' && !access(path, F_OK);
}

bool newer_kernel(const char *running, char *release, size_t size)
{
	DIR *kernels = opendir(KERNELS);
	struct dirent *entry;

	release[0] = '\0';
	while (kernels && (entry = readdir(kernels)))
		if (is_kernel(entry->d_name) && strverscmp(entry->d_name, running) > 0 &&
		    strverscmp(entry->d_name, release) > 0)
			snprintf(release, size, "%s", entry->d_name);
	if (kernels)
		closedir(kernels);
	return release[0];
}

bool headers_found(const char *release)
{
	char path[256];

	snprintf(path, sizeof(path), KERNELS "/%s/build/Makefile", release);
	return !access(path, R_OK);
}

/* Proxmox's kernels have packages of their own, which got another name with 6.5. */
static const char *debian_headers(const char *release)
{
	if (!strstr(release, "-pve"))
		return "linux-headers";
	return strverscmp(release, "6.5") < 0 ? "pve-headers" : "proxmox-headers";
}

/* EL has further kernels, of ELRepo and Oracle, and for real time. */
static const char *rpm_headers(const char *release)
{
	if (strstr(release, "elrepo"))
		return "kernel-ml-devel";
	if (strstr(release, "uek"))
		return "kernel-uek-devel";
	if (strstr(release, ".rt") || strstr(release, "+rt"))
		return "kernel-rt-devel";
	return "kernel-devel";
}

bool signing_key(char *path, size_t size)
{
	static const char *const akmods = "/etc/pki/akmods/certs/public_key.der";

	if (is_like("ubuntu"))
		snprintf(path, size, "/var/lib/shim-signed/mok/MOK.der");
	else
		snprintf(path, size, "/var/lib/dkms/mok.pub");
	/* Fedora and EL build by akmods, too. */
	if (access(path, F_OK) && !access(akmods, F_OK))
		snprintf(path, size, "%s", akmods);
	return !access(path, F_OK);
}

const char *signing_key_advice(void)
{
	if (is_like("ubuntu"))
		return "there is no key yet: 'update-secureboot-policy --new-key' makes one, "
		       "and --enroll-key enrols it";
	return "there is no key yet: DKMS makes one when it builds a module, 'kmodgenca -a' "
	       "one for akmods";
}

void headers_command(const char *release, char *command, size_t size)
{
	if (is_like("debian"))
		snprintf(command, size, "apt install %s-%s", debian_headers(release), release);
	else if (is_like("suse"))
		snprintf(command, size, "zypper install kernel-default-devel");
	else if (is_like("arch"))
		snprintf(command, size, "pacman -S linux-headers");
	else
		snprintf(command, size, "dnf install %s-%s", rpm_headers(release), release);
}

/* The newest is the last by name. */
bool dkms_version(char *version, size_t size)
{
	DIR *tree = opendir(DKMS_TREE);
	struct dirent *entry;

	version[0] = '\0';
	while (tree && (entry = readdir(tree))) {
		char path[512];

		snprintf(path, sizeof(path), DKMS_TREE "/%s/source", entry->d_name);
		if (entry->d_name[0] != '.' && !access(path, F_OK) &&
		    strcmp(entry->d_name, version) > 0)
			snprintf(version, size, "%s", entry->d_name);
	}
	if (tree)
		closedir(tree);
	return version[0];
}

void dkms_command(const char *version, const char *release, char *command, size_t size)
{
	snprintf(command, size, "dkms install -m netflow -v %s -k %s", version, release);
}

void missing_advice(const char *name, char *sentence, size_t size)
{
	char version[256], headers[256] = "", command[640] = "";
	struct utsname kernel;

	uname(&kernel);
	if (!headers_found(kernel.release))
		headers_command(kernel.release, headers, sizeof(headers));
	if (dkms_version(version, sizeof(version))) {
		dkms_command(version, kernel.release, command, sizeof(command));
		snprintf(sentence, size,
			 "the module %s has not been built for this kernel, %s; run '%s%s%s'",
			 name, kernel.release, headers, headers[0] ? " && " : "", command);
	} else {
		snprintf(sentence, size,
			 "there is no module %s for this kernel, %s, and DKMS has no source for "
			 "it: install the package netflow-dkms, or 'make modules_install' in the "
			 "sources; see 'netflowctl doctor'", name, kernel.release);
	}
}

void module_absence(char *sentence, size_t size)
{
	char path[4096];

	if (module_path(MODULE_CORE, path, sizeof(path)))
		snprintf(sentence, size, "the module " MODULE_CORE " is not loaded; "
			 "'netflowctl enable' loads it");
	else
		missing_advice(MODULE_CORE, sentence, size);
}
