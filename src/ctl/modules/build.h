/* SPDX-License-Identifier: GPL-2.0 */
/* Building the modules for a kernel: what exists, what is missing, which command provides it. */
#ifndef _CTL_MODULES_BUILD_H
#define _CTL_MODULES_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#define DKMS_TREE	"/var/lib/dkms/netflow"
#define KERNELS		"/lib/modules"

/**
 * newer_kernel - find the newest installed kernel
 * @running: release of the running kernel
 * @release: gets the release of the newest kernel
 * @size: size of @release in bytes
 * Return: false if none is newer than @running; then @release is "".
 */
bool newer_kernel(const char *running, char *release, size_t size);

/**
 * headers_found - check whether the headers of a kernel are installed
 * @release: release of the kernel
 * Return: true if they are.
 */
bool headers_found(const char *release);

/**
 * headers_command - write the distribution's command for installing kernel headers
 * @release: release of the kernel
 * @command: gets the command
 * @size: size of @command in bytes
 */
void headers_command(const char *release, char *command, size_t size);

/**
 * dkms_version - find the newest version of the modules known to DKMS
 * @version: gets the version
 * @size: size of @version in bytes
 * Return: false if DKMS knows none; then @version is "".
 */
bool dkms_version(char *version, size_t size);

/**
 * dkms_command - write the command that builds the modules for a kernel
 * @version: version of the modules
 * @release: release of the kernel
 * @command: gets the command
 * @size: size of @command in bytes
 */
void dkms_command(const char *version, const char *release, char *command, size_t size);

/**
 * missing_advice - explain why the running kernel lacks a module, and what to do
 * @name: name of the module
 * @sentence: gets one sentence without a full stop
 * @size: size of @sentence in bytes
 */
void missing_advice(const char *name, char *sentence, size_t size);

/**
 * module_absence - explain why nf_netflow is not loaded, and what to do
 * @sentence: gets one sentence without a full stop
 * @size: size of @sentence in bytes
 */
void module_absence(char *sentence, size_t size);

/**
 * signing_key - find the certificate whose key signs modules that are built here
 * @path: gets the name of the file, as this distribution has it
 * @size: size of @path in bytes
 * Return: true if there is such a file.
 */
bool signing_key(char *path, size_t size);

/**
 * signing_key_advice - tell how this distribution makes that key
 * Return: a sentence.
 */
const char *signing_key_advice(void);

#endif /* _CTL_MODULES_BUILD_H */
