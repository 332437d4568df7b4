// SPDX-License-Identifier: GPL-2.0
#include "module.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "kernel/file.h"
#include "modules/build.h"
#include "modules/find.h"
#include "text/json.h"
#include "findings.h"

#define EFI_VARIABLES	"/sys/firmware/efi/efivars/"
#define EFI_GLOBAL	"-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define EFI_SHIM	"-605dab50-e046-4300-abb6-3dd810dd8b23"

static void look_for_headers(json_t *findings, const char *release)
{
	char command[256];

	headers_command(release, command, sizeof(command));
	if (headers_found(release))
		finding(findings, DOCTOR_OK, "headers", NULL,
			"the headers of kernel %s are installed", release);
	else
		finding(findings, DOCTOR_ERROR, "headers", command,
			"the headers of kernel %s, needed to build the module, are missing",
			release);
}

/*
 * Find the first error in DKMS's log. DKMS keeps only the log of its last build, whose first
 * line names the kernel: ignore the log of another kernel.
 */
static bool find_error(const char *path, const char *release, char *line, int size)
{
	FILE *file = fopen(path, "re");
	bool ours = false, found = false;
	char wanted[256];

	snprintf(wanted, sizeof(wanted), " for kernel %s ", release);
	while (file && !found && fgets(line, size, file)) {
		if (strstr(line, wanted))
			ours = true;
		found = ours && strstr(line, "rror");
	}
	if (file)
		fclose(file);
	line[found ? strcspn(line, "\n") : 0] = '\0';
	return found;
}

/* Find out why the module is missing for a kernel that DKMS could build it for. */
static void look_at_build(json_t *findings, const char *version, const char *release)
{
	char log[512], command[640], error[200];

	dkms_command(version, release, command, sizeof(command));
	snprintf(log, sizeof(log), DKMS_TREE "/%s/build/make.log", version);
	if (find_error(log, release, error, sizeof(error)))
		finding(findings, DOCTOR_ERROR, "dkms", command,
			"building version %s for kernel %s failed, see %s: %s", version,
			release, log, error);
	else
		finding(findings, DOCTOR_ERROR, "dkms", command,
			"version %s is not built for kernel %s", version, release);
}

static void look_at_dkms(json_t *findings, const char *release)
{
	char version[256];

	if (dkms_version(version, sizeof(version)))
		look_at_build(findings, version, release);
	else
		finding(findings, DOCTOR_NOTICE, "dkms", NULL,
			"DKMS does not know the module, so it is not rebuilt for new kernels");
}

/* Check the newest installed kernel, which the next boot probably uses. */
static void look_at_next_kernel(json_t *findings)
{
	char version[256], release[256], command[640];
	struct utsname kernel;

	uname(&kernel);
	if (!dkms_version(version, sizeof(version)) ||
	    !newer_kernel(kernel.release, release, sizeof(release)) ||
	    module_built(MODULE_CORE, release))
		return;
	if (headers_found(release))
		dkms_command(version, release, command, sizeof(command));
	else
		headers_command(release, command, sizeof(command));
	finding(findings, DOCTOR_WARNING, "next-kernel", command,
		"there are no modules for kernel %s, which the next boot may use instead of the "
		"running %s: nothing would be metered", release, kernel.release);
}

static void report_absent(json_t *findings)
{
	struct utsname kernel;
	char path[256];

	uname(&kernel);
	if (module_path(MODULE_CORE, path, sizeof(path))) {
		finding(findings, DOCTOR_ERROR, "module", "netflowctl enable",
			"the module is not loaded, but available for this kernel: %s", path);
		return;
	}
	finding(findings, DOCTOR_ERROR, "module", NULL,
		"there is no module " MODULE_CORE " for the running kernel %s", kernel.release);
	finding_hint(findings, "install the package netflow-dkms, or run 'make modules "
			       "modules_install' in the sources");
	look_for_headers(findings, kernel.release);
	look_at_dkms(findings, kernel.release);
}

static void look_at_loaded(json_t *findings)
{
	json_t *versions = modules_versions();
	const char *version = json_text(versions, MODULE_CORE);

	if (!strcmp(version, NETFLOW_VERSION))
		finding(findings, DOCTOR_OK, "module", NULL, MODULE_CORE " %s is loaded", version);
	else
		finding(findings, DOCTOR_WARNING, "module",
			"netflowctl disable --all --unload && netflowctl reload",
			MODULE_CORE " %s is loaded, but this program is %s", version,
			NETFLOW_VERSION);
	json_decref(versions);
}

bool doctor_module(json_t *findings)
{
	bool loaded = module_loaded(MODULE_CORE);

	if (loaded)
		look_at_loaded(findings);
	else
		report_absent(findings);
	look_at_next_kernel(findings);
	return loaded;
}

/* Read a one-byte EFI variable, which follows 4 bytes of attributes. Return: -1: missing. */
static int efi_variable(const char *name)
{
	char path[256];
	u8 data[5];
	FILE *file;
	size_t size;

	snprintf(path, sizeof(path), EFI_VARIABLES "%s", name);
	file = fopen(path, "re");
	if (!file)
		return -1;
	size = fread(data, 1, sizeof(data), file);
	fclose(file);
	return size == sizeof(data) ? data[4] : -1;
}

/* Signatures are enforced by a parameter, or by lockdown, which follows Secure Boot. */
static bool signature_required(void)
{
	char text[128];

	if (file_first_line("/sys/module/module/parameters/sig_enforce", text,
			    sizeof(text))[0] == 'Y')
		return true;
	return kernel_locked_down();
}

/* The module is not loaded, and the kernel requires a signature by a key that it knows. */
static void report_signature(json_t *findings, const char *path)
{
	char signer[128], key[256], command[320];
	bool made = signing_key(key, sizeof(key));

	if (module_signature(MODULE_CORE, signer, sizeof(signer))) {
		snprintf(command, sizeof(command), "mokutil --test-key %s", key);
		finding(findings, DOCTOR_NOTICE, "secure-boot", made ? command : NULL,
			"the kernel requires signed modules; %s is signed%s%s, but its key may "
			"not be enrolled", path, signer[0] ? " by " : "", signer);
	} else {
		snprintf(command, sizeof(command), "mokutil --import %s", key);
		finding(findings, DOCTOR_ERROR, "secure-boot", made ? command : NULL,
			"the kernel requires signed modules, and %s is not signed", path);
	}
	finding_hint(findings, made ? "'mokutil --import' asks for a password; reboot, and "
				      "enrol the key in the blue screen with it; then build "
				      "the module again" :
				      signing_key_advice());
}

void doctor_secure_boot(json_t *findings, bool loaded)
{
	bool secure = efi_variable("SecureBoot" EFI_GLOBAL) == 1;
	bool required = signature_required();
	char path[256];

	if (secure && efi_variable("MokSBStateRT" EFI_SHIM) == 1)
		finding(findings, DOCTOR_NOTICE, "secure-boot", NULL,
			"Secure Boot is on, but shim does not check signatures");
	if (loaded || !required) {
		finding(findings, DOCTOR_OK, "secure-boot", NULL, "Secure Boot %s, %s",
			secure ? "is on" : "is off",
			required ? "the module's signature was accepted" :
				   "this kernel loads modules without a signature");
		return;
	}
	if (!module_path(MODULE_CORE, path, sizeof(path)))
		return;
	report_signature(findings, path);
}
