// SPDX-License-Identifier: GPL-2.0
/* netflowctl showconf, setconf, syncconf, checkconf, save, reload */
#include "commands.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "settings/settings.h"
#include "command/command.h"
#include "command/options.h"
#include "modules/find.h"
#include "modules/load.h"
#include "rules/restore.h"
#include "text/complain.h"
#include "text/json.h"
#include "config.h"
#include "file.h"
#include "load.h"
#include "running.h"
#include "text.h"

/* Return: {monitors: [{name, settings, rules, iptables}]} with all settings */
static json_t *config_json(const struct config *config)
{
	json_t *monitors = json_array();
	size_t i, j;

	for (i = 0; i < config->count; i++) {
		const struct config_monitor *monitor = &config->monitors[i];
		const struct netflow_settings *values = &monitor->settings.values;
		json_t *settings = json_object();

		for (j = 0; j < NETFLOW_SETTINGS_COUNT; j++) {
			const struct netflow_setting *row = &netflow_settings_table[j];

			json_object_set_new(settings, row->name, netflow_setting_is_text(row) ?
					    json_string(netflow_setting_text(row, values)) :
					    json_integer(netflow_setting_u32(row, values)));
		}
		json_array_append_new(monitors, json_pack("{s:s, s:o, s:O, s:O, s:s}", "name",
							  monitor->name, "settings", settings,
							  "rules", monitor->specs, "iptables",
							  monitor->iptables, "table",
							  monitor->table));
	}
	return json_pack("{s:o}", "monitors", monitors);
}

static int showconf_run(const struct options *options)
{
	struct config config;

	if (options->present & OPTION_EXAMPLE) {
		config_write_example(stdout);
		return CTL_OK;
	}
	if (config_read(&config))
		return CTL_ERROR;
	if (options->present & OPTION_JSON)
		print_json(config_json(&config));
	else
		config_write(&config, stdout);
	config_free(&config);
	return CTL_OK;
}

const struct command showconf_command = {
	.name = "showconf",
	.arguments = "",
	.run = showconf_run,
	.summary = "Print the configuration in the format of a file",
	.options = OPTION_JSON | OPTION_EXAMPLE,
	.help = "Settings at their default are left out.",
};

static int apply_file(const char *path, bool all)
{
	struct config config;
	int err = config_load(&config, path);

	if (err == -EINVAL)
		complain("nothing was changed");
	if (err)
		return err == -EINVAL ? CTL_USAGE : CTL_ERROR;
	err = config_apply(&config, all);
	config_free(&config);
	return err ? CTL_ERROR : CTL_OK;
}

static int setconf_run(const struct options *options)
{
	return apply_file(options->argv[0], true);
}

const struct command setconf_command = {
	.name = "setconf",
	.arguments = "FILE",
	.run = setconf_run,
	.summary = "Replace the configuration with that of a file",
	.least = 1,
	.most = 1,
	.help = "'-' means standard input. Settings that the file does not mention get their "
		"default.",
};

static int syncconf_run(const struct options *options)
{
	return apply_file(options->argv[0], false);
}

const struct command syncconf_command = {
	.name = "syncconf",
	.arguments = "FILE",
	.run = syncconf_run,
	.summary = "Like setconf, but change only what differs",
	.least = 1,
	.most = 1,
	.help = "'-' means standard input. No flow is lost.",
};

/* Restore the statement in other programs' rules that nft loaded while the module was missing. */
static int restore_statements(bool *restored)
{
	char path[4096];
	int err;

	/* A kernel without nf_tables has neither this module nor such rules. */
	if (module_path(MODULE_NFT, path, sizeof(path)) && module_load(MODULE_NFT))
		return -EIO;
	err = nft_restore();
	*restored = err > 0;
	return err < 0 ? err : 0;
}

static int reload_run(const struct options *options)
{
	const char *path = options->argc ? options->argv[0] : CONFIG_FILE;
	bool restored = false;
	int status;

	/* Without a configuration there may still be nft rules to restore. */
	if (!options->argc && !config_exists(path) && !restore_statements(&restored) && restored)
		return CTL_OK;
	status = apply_file(path, false);
	if (!status && restore_statements(&restored))
		status = CTL_ERROR;
	return status;
}

const struct command reload_command = {
	.name = "reload",
	.arguments = "[FILE]",
	.run = reload_run,
	.summary = "Load the modules, then syncconf " CONFIG_FILE,
	.most = 1,
	.help = "netflow.service runs this at boot. Files " CONFIG_DIR "/*.conf are read after "
		"netflow.conf. Rules that nft loaded without their netflow "
		"statement, because the module was missing, get it back.",
};

static int checkconf_run(const struct options *options)
{
	const char *path = options->argc ? options->argv[0] : CONFIG_FILE;
	struct config config;
	int err = config_load(&config, path);

	if (err)
		return err == -EINVAL ? CTL_USAGE : CTL_ERROR;
	config_free(&config);
	if (!(options->present & OPTION_QUIET))
		printf("%s: no mistakes\n", strcmp(path, "-") ? path : "stdin");
	return CTL_OK;
}

const struct command checkconf_command = {
	.name = "checkconf",
	.arguments = "[FILE]",
	.run = checkconf_run,
	.summary = "Check " CONFIG_FILE " without applying it",
	.options = OPTION_QUIET,
	.most = 1,
	.help = "Needs neither the module nor privileges. Matches of rules are only checked for "
		"their form; nft reads them when the file is applied.",
};

static int save_run(const struct options *options)
{
	return config_save(options->argc ? options->argv[0] : CONFIG_FILE) ? CTL_ERROR : CTL_OK;
}

const struct command save_command = {
	.name = "save",
	.arguments = "[FILE]",
	.run = save_run,
	.summary = "Write the configuration to " CONFIG_FILE,
	.most = 1,
	.help = "The old file is kept as FILE~, and a FILE~ with comments as FILE~1 and so on. "
		"What the files of conf.d have is left out.",
};
