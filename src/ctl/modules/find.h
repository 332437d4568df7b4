/* SPDX-License-Identifier: GPL-2.0 */
/* Finding the loaded and installed kernel modules of this project. */
#ifndef _CTL_MODULES_FIND_H
#define _CTL_MODULES_FIND_H

#include <jansson.h>
#include <stdbool.h>

#define MODULE_CORE	"nf_netflow"
#define MODULE_NFT	"nft_netflow"
#define MODULE_XT	"xt_NETFLOW"
#define MODULES		3

struct kmod_ctx;

/* Each module comes before the modules it depends on. */
extern const char *const module_names[MODULES];

/**
 * module_library - open libkmod, with its own log messages turned off
 * @tree: directory with the modules of a kernel; NULL: those of the running kernel
 * Return: a context for kmod_unref(), or NULL after reporting the error on stderr.
 */
struct kmod_ctx *module_library(const char *tree);

/**
 * module_loaded - check whether a module is loaded
 * @name: name of the module
 * Return: true if it is loaded or built in.
 */
bool module_loaded(const char *name);

/**
 * module_path - find the file of a module for the running kernel
 * @name: name of the module
 * @path: gets the path
 * @size: size of @path in bytes
 * Return: false if there is none.
 */
bool module_path(const char *name, char *path, size_t size);

/**
 * module_built - check whether a module is installed for a given kernel
 * @name: name of the module
 * @release: release of the kernel, running or not
 * Return: true if its file exists.
 */
bool module_built(const char *name, const char *release);

/**
 * modules_versions - list the loaded modules with their versions
 * Return: {NAME: version}, a new reference.
 */
json_t *modules_versions(void);

/**
 * module_signature - check whether a module's file is signed, also if it is compressed
 * @name: name of the module
 * @signer: gets the name of the key's owner, or "" if it is unknown
 * @size: size of @signer in bytes
 * Return: true if it has a signature; by which key is not checked.
 */
bool module_signature(const char *name, char *signer, size_t size);

#endif /* _CTL_MODULES_FIND_H */
