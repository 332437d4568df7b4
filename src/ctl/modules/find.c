// SPDX-License-Identifier: GPL-2.0
#include "find.h"

#include <errno.h>
#include <libkmod.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "kernel/file.h"
#include "text/complain.h"
#include "build.h"

const char *const module_names[MODULES] = { MODULE_XT, MODULE_NFT, MODULE_CORE };

bool module_loaded(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return !access(path, F_OK);
}

struct kmod_ctx *module_library(const char *tree)
{
	struct kmod_ctx *ctx = kmod_new(tree, NULL);

	if (ctx)
		kmod_set_log_priority(ctx, LOG_EMERG);
	else
		complain("cannot start libkmod: %s", strerror(errno));
	return ctx;
}

static bool find_module(const char *tree, const char *name, char *path, size_t size)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;
	struct kmod_ctx *ctx = module_library(tree);
	const char *found = NULL;

	if (ctx && !kmod_module_new_from_lookup(ctx, name, &list) && list) {
		module = kmod_module_get_module(list);
		found = kmod_module_get_path(module);
		/* modules.dep may name a file that has been removed. */
		if (found && access(found, F_OK))
			found = NULL;
		if (found)
			snprintf(path, size, "%s", found);
		kmod_module_unref(module);
		kmod_module_unref_list(list);
	}
	kmod_unref(ctx);
	return found;
}

bool module_path(const char *name, char *path, size_t size)
{
	return find_module(NULL, name, path, size);
}

bool module_built(const char *name, const char *release)
{
	char tree[512], path[4096];

	snprintf(tree, sizeof(tree), KERNELS "/%s", release);
	return find_module(tree, name, path, sizeof(path));
}

/* libkmod unpacks the file and reads the signature, which has items of its own. */
static bool read_signature(struct kmod_list *list, char *signer, size_t size)
{
	struct kmod_list *info = NULL, *item;
	struct kmod_module *module = kmod_module_get_module(list);
	bool found = false;

	kmod_module_get_info(module, &info);
	kmod_list_foreach(item, info) {
		const char *key = kmod_module_info_get_key(item);

		found |= !strcmp(key, "sig_id");
		if (!strcmp(key, "signer"))
			snprintf(signer, size, "%s", kmod_module_info_get_value(item));
	}
	kmod_module_info_free_list(info);
	kmod_module_unref(module);
	return found;
}

bool module_signature(const char *name, char *signer, size_t size)
{
	struct kmod_ctx *ctx = module_library(NULL);
	struct kmod_list *list = NULL;
	bool found = false;

	signer[0] = '\0';
	if (ctx && !kmod_module_new_from_lookup(ctx, name, &list) && list) {
		found = read_signature(list, signer, size);
		kmod_module_unref_list(list);
	}
	kmod_unref(ctx);
	return found;
}

json_t *modules_versions(void)
{
	json_t *versions = json_object();
	char path[64], version[64];
	size_t i;

	for (i = MODULES; i-- > 0;) {
		if (!module_loaded(module_names[i]))
			continue;
		/* A module without MODULE_VERSION() gets "". */
		snprintf(path, sizeof(path), "/sys/module/%s/version", module_names[i]);
		file_first_line(path, version, sizeof(version));
		json_object_set_new(versions, module_names[i], json_string(version));
	}
	return versions;
}
