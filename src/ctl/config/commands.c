// SPDX-License-Identifier: GPL-2.0
/* netflowctl showconf, setconf, syncconf, save, reload */
#include "commands.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
#include "running.h"
#include "text.h"

static void complain_line(const char *file, unsigned int line, const char *sentence,
			  const char *text)
{
	complain("%s:%u: %s%s%s", file, line, sentence, text[0] ? "\n    " : "", text);
}

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

/* Return: enum ctl_status; the caller frees @config only after CTL_OK. */
static int parse_file(struct config *config, const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *in = is_stdin ? stdin : fopen(path, "re");
	int err;

	if (!in) {
		complain("cannot read '%s': %s%s", path, strerror(errno),
			 errno == ENOENT ? "; 'netflowctl save' writes one" : "");
		return CTL_ERROR;
	}
	err = config_init(config);
	if (!err)
		err = config_parse(config, in, is_stdin ? "stdin" : path, complain_line);
	if (!is_stdin)
		fclose(in);
	if (!err)
		return CTL_OK;
	if (err == -ENOMEM)
		complain("out of memory");
	else
		complain("nothing was changed");
	config_free(config);
	return CTL_USAGE;
}

static int apply_file(const char *path, bool all)
{
	struct config config;
	int status = parse_file(&config, path);

	if (status)
		return status;
	if (config_apply(&config, all))
		status = CTL_ERROR;
	config_free(&config);
	return status;
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
	if (!options->argc && access(path, F_OK) && !restore_statements(&restored) && restored)
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
	.help = "netflow.service runs this at boot. Rules that nft loaded without their netflow "
		"statement, because the module was missing, get it back.",
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
	.help = "The old file is kept as FILE~.",
};
