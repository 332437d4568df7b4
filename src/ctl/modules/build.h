/* SPDX-License-Identifier: GPL-2.0 */
/* Building the modules for a kernel: what is there, what is missing, the command for it. */
#ifndef _CTL_MODULES_BUILD_H
#define _CTL_MODULES_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#define DKMS_TREE	"/var/lib/dkms/netflow"
#define KERNELS		"/lib/modules"

/**
 * newer_kernel - the newest installed kernel
 * Return: false if none is newer than @running; then @release is "".
 */
bool newer_kernel(const char *running, char *release, size_t size);

/** headers_found - are the headers of that kernel there? */
bool headers_found(const char *release);

/** headers_command - the command that installs them, in the distribution's words */
void headers_command(const char *release, char *command, size_t size);

/**
 * dkms_version - the newest version of the modules that DKMS knows
 * Return: false if it knows none; then @version is "".
 */
bool dkms_version(char *version, size_t size);

/** dkms_command - the command that builds that version for a kernel */
void dkms_command(const char *version, const char *release, char *command, size_t size);

/**
 * missing_advice - why there is no module for the running kernel, and what to do
 * @name: of the module
 * @sentence: without a full stop
 */
void missing_advice(const char *name, char *sentence, size_t size);

/** module_absence - why nf_netflow is not loaded, and what to do, in one sentence */
void module_absence(char *sentence, size_t size);

#endif /* _CTL_MODULES_BUILD_H */
