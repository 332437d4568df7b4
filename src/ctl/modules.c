// SPDX-License-Identifier: GPL-2.0
#include "modules.h"

#include <errno.h>
#include <libkmod.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <unistd.h>

#include "output.h"

/* Users before what they use. */
static const char *const modules[] = { MODULE_XT, MODULE_NFT, MODULE_CORE };

#define MODULES	ARRAY_SIZE(modules)

bool module_loaded(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return !access(path, F_OK);
}

/* libkmod, saying nothing by itself: this file's sentences say more. */
static struct kmod_ctx *kmod_open(void)
{
	struct kmod_ctx *ctx = kmod_new(NULL, NULL);

	if (ctx)
		kmod_set_log_priority(ctx, LOG_EMERG);
	else
		complain("cannot start libkmod: %s", strerror(errno));
	return ctx;
}

static void complain_missing(const char *name)
{
	struct utsname kernel;

	uname(&kernel);
	complain("there is no module %s for this kernel, %s: install its headers, %s-%s, and %s",
		 name, kernel.release, "on Debian linux-headers", kernel.release,
		 "run 'dkms autoinstall'");
}

static const char *load_advice(int err)
{
	switch (err) {
	case -EPERM:
		return "this needs CAP_SYS_MODULE, and kernel.modules_disabled = 0";
	case -EKEYREJECTED:
	case -ENOKEY:
		return "Secure Boot wants it signed with an enrolled key (see mokutil --import)";
	case -ENOENT:
		return "it needs a symbol that this kernel does not have; dmesg names it";
	case -ENOEXEC:
		return "it was built for another kernel; run 'dkms autoinstall'";
	default:
		return "dmesg may say more";
	}
}

static int insert(struct kmod_ctx *ctx, const char *name)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;
	int err;

	err = kmod_module_new_from_lookup(ctx, name, &list);
	if (err || !list) {
		complain_missing(name);
		return -ENOENT;
	}
	module = kmod_module_get_module(list);
	err = kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, NULL);
	if (err)
		complain("cannot load the module %s: %s; %s", name, strerror(-err),
			 load_advice(err));
	kmod_module_unref(module);
	kmod_module_unref_list(list);
	return err;
}

bool module_path(const char *name, char *path, size_t size)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;
	struct kmod_ctx *ctx = kmod_open();
	const char *found = NULL;

	if (ctx && !kmod_module_new_from_lookup(ctx, name, &list) && list) {
		module = kmod_module_get_module(list);
		found = kmod_module_get_path(module);
		if (found)
			snprintf(path, size, "%s", found);
		kmod_module_unref(module);
		kmod_module_unref_list(list);
	}
	kmod_unref(ctx);
	return found;
}

int module_load(const char *name)
{
	struct kmod_ctx *ctx;
	int err;

	if (module_loaded(name))
		return 0;
	ctx = kmod_open();
	if (!ctx)
		return -ENOMEM;
	err = insert(ctx, name);
	kmod_unref(ctx);
	return err;
}

static int withdraw(struct kmod_ctx *ctx, const char *name)
{
	struct kmod_module *module;
	int err;

	err = kmod_module_new_from_name(ctx, name, &module);
	if (!err) {
		err = kmod_module_remove_module(module, 0);
		kmod_module_unref(module);
	}
	if (err == -EBUSY || err == -EAGAIN) {
		complain("the module %s stays loaded: something else uses it", name);
		return 0;
	}
	if (err)
		complain("cannot unload the module %s: %s%s", name, strerror(-err),
			 err == -EPERM ? "; this needs CAP_SYS_MODULE" : "");
	return err;
}

int modules_unload(void)
{
	struct kmod_ctx *ctx = kmod_open();
	int err = ctx ? 0 : -ENOMEM;
	size_t i;

	for (i = 0; !err && i < MODULES; i++)
		if (module_loaded(modules[i]))
			err = withdraw(ctx, modules[i]);
	kmod_unref(ctx);
	return err;
}

/* Its MODULE_VERSION(), or "" if it has none. */
static void read_version(const char *name, char *version, int size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/%s/version", name);
	version[0] = '\0';
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(version, size, file))
		version[strcspn(version, "\n")] = '\0';
	fclose(file);
}

json_t *modules_versions(void)
{
	json_t *versions = json_object();
	char version[64];
	size_t i;

	for (i = MODULES; i-- > 0;) {
		if (!module_loaded(modules[i]))
			continue;
		read_version(modules[i], version, sizeof(version));
		json_object_set_new(versions, modules[i], json_string(version));
	}
	return versions;
}
