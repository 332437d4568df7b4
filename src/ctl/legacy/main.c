// SPDX-License-Identifier: GPL-2.0
/* The modes of ipt_netflow. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "command/command.h"
#include "command/options.h"
#include "iptables/iptables.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/settings.h"
#include "modules/find.h"
#include "modules/load.h"
#include "modules/open.h"
#include "monitors/enable.h"
#include "rules/rules.h"
#include "text/complain.h"
#include "dkms.h"
#include "files.h"
#include "legacy.h"
#include "manual.h"
#include "modprobe.h"
#include "options.h"
#include "show.h"

/* How long to wait for a module's use count to drop after rules were deleted. */
#define PATIENCE_MS	5000
#define STEP_MS		50

/* Does the setting `hooks' replace rules? */
static bool is_by_hooks(const struct settings_given *settings)
{
	const struct netflow_setting *hooks = netflow_setting_find("hooks");

	return settings->given[hooks - netflow_settings_table] && settings->values.hooks[0];
}

/* The command line takes precedence over the file. */
static int merge(struct settings_given *settings, const struct settings_given *given)
{
	char value[NETFLOW_SETTING_TEXT_SIZE];
	size_t i;
	int err = 0;

	for (i = 0; !err && i < NETFLOW_SETTINGS_COUNT; i++) {
		const struct netflow_setting *setting = &netflow_settings_table[i];

		if (!given->given[i] && !(setting->attr == NETFLOW_SETTING_DESTINATION &&
					  !settings->given[i]))
			continue;
		netflow_setting_format(setting, &given->values, value, sizeof(value));
		err = settings_give(settings, setting->name, value);
	}
	return err;
}

static int write_options(const struct modprobe *file, bool verbose)
{
	char *text = modprobe_format(file);
	int err;

	if (!text) {
		complain("out of memory");
		return -ENOMEM;
	}
	err = modprobe_write(text);
	if (!err && verbose)
		printf("wrote %s:\n%s", MODPROBE_FILE, text);
	free(text);
	return err;
}

/* Build the modules and write the options; @settings gets the settings in the new file. */
static int install(const struct legacy *legacy, struct settings_given *settings)
{
	struct modprobe file;
	int err = modprobe_read(&file);

	if (!err)
		err = merge(&file.settings, &legacy->settings);
	if (!err)
		err = legacy_build(legacy->verbose);
	if (!err)
		err = write_options(&file, legacy->verbose);
	*settings = file.settings;
	modprobe_free(&file);
	return err;
}

static int run_install(const struct legacy *legacy)
{
	struct settings_given settings;

	return install(legacy, &settings) ? CTL_ERROR : CTL_OK;
}

/* Enable metering as netflowctl does, by its own rules or by hooks. */
static int enable(const struct legacy *legacy, struct options *options)
{
	bool by_hooks = is_by_hooks(&options->settings);

	options->present = OPTION_QUIET;
	options->backend = by_hooks ? "hooks" : "nft";
	if (legacy->verbose)
		printf("metering by %s\n", by_hooks ?
		       "hooks" : "rules of nftables in the table 'inet netflow'");
	return enable_command.run(options);
}

/* Use iptables rules. First remove netflowctl's rules and hooks, which meter the same packets. */
static int enable_iptables(const struct legacy *legacy, struct options *options)
{
	struct netlink nl;
	int err = module_load(LEGACY_MODULE);

	if (!err)
		err = settings_give(&options->settings, "hooks", "");
	if (!err)
		err = rules_remove(NETFLOW_MONITOR_DEFAULT);
	if (!err)
		err = module_open(&nl);
	if (err)
		return CTL_ERROR;
	err = monitor_set(&nl, NETFLOW_MONITOR_DEFAULT, &options->settings, true);
	netlink_close(&nl);
	if (!err)
		err = iptables_add(legacy->verbose);
	return err ? CTL_ERROR : CTL_OK;
}

static int run_enable(const struct legacy *legacy)
{
	struct options options = { .present = 0 };

	if (install(legacy, &options.settings))
		return CTL_ERROR;
	if (!is_by_hooks(&options.settings) && iptables_rules_here())
		return enable_iptables(legacy, &options);
	return enable(legacy, &options);
}

/* Return: the use count of a module, or -1 if it is not loaded. */
static long users_of(const char *module)
{
	char path[64];
	long users = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/%s/refcnt", module);
	file = fopen(path, "re");
	if (!file)
		return -1;
	if (fscanf(file, "%ld", &users) != 1)
		users = -1;
	fclose(file);
	return users;
}

/* The kernel frees deleted rules, and releases their modules, with a delay. */
static int unload(void)
{
	int waited;

	for (waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		if (users_of(MODULE_XT) <= 0 && users_of(MODULE_NFT) <= 0)
			break;
		usleep(STEP_MS * 1000);
	}
	if (modules_unload())
		return -EIO;
	return module_loaded(MODULE_CORE) ? -EBUSY : 0;
}

static int run_disable(const struct legacy *legacy)
{
	struct options options = { .present = OPTION_ALL };

	if (iptables_remove(legacy->verbose) || disable_command.run(&options))
		return CTL_ERROR;
	if (legacy->verbose)
		printf("unloading the modules\n");
	return unload() ? CTL_ERROR : CTL_OK;
}

static int remove_options(bool verbose)
{
	struct modprobe file;
	int err = modprobe_read(&file);
	char *text = err ? NULL : modprobe_rest(&file);

	if (!err)
		err = text ? modprobe_write(text) : -ENOMEM;
	if (!err && verbose)
		printf("%s %s\n", text[0] ? "removed the module's options from" : "removed",
		       MODPROBE_FILE);
	free(text);
	modprobe_free(&file);
	return err;
}

static int run_remove(const struct legacy *legacy)
{
	int status = run_disable(legacy);

	if (status)
		return status;
	if (remove_options(legacy->verbose) || legacy_unbuild(legacy->verbose))
		return CTL_ERROR;
	if (unlink(LEGACY_LOG) && errno != ENOENT) {
		complain("cannot remove %s: %m", LEGACY_LOG);
		return CTL_ERROR;
	}
	return CTL_OK;
}

static int run_status(const struct legacy *legacy)
{
	struct options options = { .present = legacy->verbose ? 0 : OPTION_QUIET };

	return status_command.run(&options);
}

static int run_show(const struct legacy *legacy)
{
	(void)legacy;
	return legacy_show() ? CTL_ERROR : CTL_OK;
}

static int run(int argc, char **argv)
{
	static int (*const modes[])(const struct legacy *legacy) = {
		[LEGACY_SHOW] = run_show,
		[LEGACY_STATUS] = run_status,
		[LEGACY_INSTALL] = run_install,
		[LEGACY_ENABLE] = run_enable,
		[LEGACY_DISABLE] = run_disable,
		[LEGACY_REMOVE] = run_remove,
	};
	static struct legacy legacy;

	if (legacy_parse(argc, argv, &legacy))
		return CTL_USAGE;
	if (legacy.help) {
		legacy_help();
		return CTL_OK;
	}
	if (legacy.help_long)
		return legacy_manual() ? CTL_ERROR : CTL_OK;
	if (legacy.version) {
		printf("ipt_netflow %s\n", NETFLOW_VERSION);
		return CTL_OK;
	}
	return modes[legacy.mode](&legacy);
}

int main(int argc, char **argv)
{
	int status;

	/* Needed only for character widths; numbers look the same in any locale. */
	setlocale(LC_CTYPE, "");
	status = run(argc, argv);
	if (fflush(stdout) || ferror(stdout)) {
		complain("cannot write the output: %m");
		return CTL_ERROR;
	}
	return status;
}
