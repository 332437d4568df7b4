// SPDX-License-Identifier: GPL-2.0
#include "modules.h"

#include <errno.h>
#include <libkmod.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <syslog.h>
#include <unistd.h>

#include "kernel/genl.h"
#include "build.h"
#include "text/output.h"

/* Users before what they use. */
static const char *const modules[] = { MODULE_XT, MODULE_NFT, MODULE_CORE };

#define MODULES	ARRAY_SIZE(modules)

bool module_loaded(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return !access(path, F_OK);
}

/*
 * libkmod, saying nothing by itself: this file's sentences say more.
 * tree: the modules of a kernel; NULL: of the running one
 */
static struct kmod_ctx *kmod_open(const char *tree)
{
	struct kmod_ctx *ctx = kmod_new(tree, NULL);

	if (ctx)
		kmod_set_log_priority(ctx, LOG_EMERG);
	else
		complain("cannot start libkmod: %s", strerror(errno));
	return ctx;
}

static void complain_missing(const char *name)
{
	char sentence[1024];

	missing_advice(name, sentence, sizeof(sentence));
	complain("%s", sentence);
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

static bool has_net_admin(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	return !syscall(SYS_capget, &head, data) && data[0].effective & 1U << CAP_NET_ADMIN;
}

/*
 * Who may change the network but not load modules has the kernel do it, which loads
 * what it needs for a family of generic netlink, an expression or a target as soon
 * as it is asked.
 */
static bool kernel_loads(const char *name)
{
	return has_net_admin() && (strcmp(name, MODULE_CORE) || genl_wake());
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
	if (err == -EPERM && kernel_loads(name))
		err = 0;
	if (err)
		complain("cannot load the module %s: %s; %s", name, strerror(-err),
			 load_advice(err));
	kmod_module_unref(module);
	kmod_module_unref_list(list);
	return err;
}

static bool find_module(const char *tree, const char *name, char *path, size_t size)
{
	struct kmod_list *list = NULL;
	struct kmod_module *module;
	struct kmod_ctx *ctx = kmod_open(tree);
	const char *found = NULL;

	if (ctx && !kmod_module_new_from_lookup(ctx, name, &list) && list) {
		module = kmod_module_get_module(list);
		found = kmod_module_get_path(module);
		/* modules.dep may name a file that somebody has removed. */
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

void module_absence(char *sentence, size_t size)
{
	char path[4096];

	if (module_path(MODULE_CORE, path, sizeof(path)))
		snprintf(sentence, size, "the module " MODULE_CORE " is not loaded; "
			 "'netflowctl enable' loads it");
	else
		missing_advice(MODULE_CORE, sentence, size);
}

int module_load(const char *name)
{
	struct kmod_ctx *ctx;
	char path[4096];
	int err;

	if (module_loaded(name))
		return 0;
	if (!module_path(name, path, sizeof(path))) {
		complain_missing(name);
		return -ENOENT;
	}
	ctx = kmod_open(NULL);
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
	struct kmod_ctx *ctx = kmod_open(NULL);
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
