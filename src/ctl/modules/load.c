// SPDX-License-Identifier: GPL-2.0
#include "load.h"

#include <errno.h>
#include <libkmod.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>

#include "kernel/family.h"
#include "kernel/file.h"
#include "text/complain.h"
#include "build.h"
#include "find.h"

static void complain_missing(const char *name)
{
	char sentence[1024];

	missing_advice(name, sentence, sizeof(sentence));
	complain("%s", sentence);
}

static bool has_capability(int capability)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

	return !syscall(SYS_capget, &head, data) && data[0].effective & 1U << capability;
}

/* Why the kernel did not permit to load a module. */
static const char *refusal(void)
{
	char text[128];

	if (!has_capability(CAP_SYS_MODULE))
		return "this needs CAP_SYS_MODULE; run it as root";
	if (file_first_line("/proc/sys/kernel/modules_disabled", text, sizeof(text))[0] == '1')
		return "kernel.modules_disabled is 1: only a reboot changes that";
	if (kernel_locked_down())
		return "the kernel is locked down, as Secure Boot does, and loads only "
		       "modules that an enrolled key has signed; see 'netflowctl doctor'";
	return "something else forbids it, such as SELinux or a container";
}

static const char *load_advice(int err)
{
	switch (err) {
	case -EPERM:
		return refusal();
	case -EKEYREJECTED:
	case -ENOKEY:
		return "Secure Boot requires a signature by an enrolled key "
		       "(see mokutil --import)";
	case -ENOENT:
		return "it needs a symbol that this kernel lacks; see dmesg";
	case -ENOEXEC:
		return "it was built for another kernel; run 'dkms autoinstall'";
	default:
		return "see dmesg for details";
	}
}

/*
 * A user with CAP_NET_ADMIN but without CAP_SYS_MODULE relies on the kernel, which loads
 * the module behind a generic netlink family, an expression or a target on first use.
 */
static bool kernel_loads(const char *name)
{
	return has_capability(CAP_NET_ADMIN) && (strcmp(name, MODULE_CORE) || family_wake());
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
	ctx = module_library(NULL);
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
	struct kmod_ctx *ctx = module_library(NULL);
	int err = ctx ? 0 : -ENOMEM;
	size_t i;

	for (i = 0; !err && i < MODULES; i++)
		if (module_loaded(module_names[i]))
			err = withdraw(ctx, module_names[i]);
	kmod_unref(ctx);
	return err;
}
