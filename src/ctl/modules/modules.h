/* SPDX-License-Identifier: GPL-2.0 */
/* The project's kernel modules: are they there, load them, unload them. */
#ifndef _CTL_MODULES_H
#define _CTL_MODULES_H

#include <stdbool.h>
#include <jansson.h>

#define MODULE_CORE	"nf_netflow"
#define MODULE_NFT	"nft_netflow"
#define MODULE_XT	"xt_NETFLOW"

/** module_loaded - is it in the kernel now? */
bool module_loaded(const char *name);

/**
 * module_path - where the module's file for this kernel is
 * Return: false if there is none.
 */
bool module_path(const char *name, char *path, size_t size);

/** module_built - is the module's file there for a kernel that need not run? @release: its name */
bool module_built(const char *name, const char *release);

/** module_absence - why nf_netflow is not loaded, and what to do, in one sentence */
void module_absence(char *sentence, size_t size);

/**
 * module_load - load a module and what it needs; fine if it is loaded
 * Return: 0 or a negative errno, told on stderr with what to do.
 */
int module_load(const char *name);

/**
 * modules_unload - unload all of the project's modules that nothing uses
 * What is in use stays, with a line on stderr.
 * Return: 0 or a negative errno, told on stderr.
 */
int modules_unload(void);

/** modules_versions - {NAME: version} of the loaded ones; a new reference */
json_t *modules_versions(void);

#endif /* _CTL_MODULES_H */
