/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel modules of this project: which are loaded or installed. */
#ifndef _CTL_MODULES_FIND_H
#define _CTL_MODULES_FIND_H

#include <jansson.h>
#include <stdbool.h>

#define MODULE_CORE	"nf_netflow"
#define MODULE_NFT	"nft_netflow"
#define MODULE_XT	"xt_NETFLOW"
#define MODULES		3

struct kmod_ctx;

/* Users before what they use. */
extern const char *const module_names[MODULES];

/**
 * module_library - open libkmod, which then prints nothing by itself
 * @tree: directory with the modules of a kernel; NULL: the running one's
 * Return: for kmod_unref(); NULL: reported on stderr.
 */
struct kmod_ctx *module_library(const char *tree);

/** module_loaded - is it in the kernel now? */
bool module_loaded(const char *name);

/**
 * module_path - where the module's file for this kernel is
 * Return: false if there is none.
 */
bool module_path(const char *name, char *path, size_t size);

/** module_built - is the module's file there for a kernel that need not run? @release: its name */
bool module_built(const char *name, const char *release);

/** modules_versions - {NAME: version} of the loaded ones; a new reference */
json_t *modules_versions(void);

#endif /* _CTL_MODULES_FIND_H */
