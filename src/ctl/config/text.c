// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "settings/settings.h"
#include "settings/text.h"
#include "uapi/nf_netflow.h"
#include "iptables/specs.h"
#include "kernel/settings.h"
#include "rules/specs.h"
#include "config.h"

/* A longer line is none of a configuration. */
#define LINE_SIZE	65536

/* The lines that set each setting, and the table, of a section, or 0. */
struct marks {
	unsigned int seen[NETFLOW_SETTINGS_COUNT];
	unsigned int table;
};

/* The state of the parser. */
struct reader {
	struct config *config;
	struct config_monitor *section;
	const char *file;
	const char *text;
	unsigned int line;
	struct marks marks;		/* of this section */
	struct marks default_marks;	/* of the lines before the first heading */
	json_t *headings;		/* {NAME: true} of this file */
	config_report_t report;
	int err;
};

__printf(2, 3)
static void refuse(struct reader *reader, const char *format, ...)
{
	char sentence[512];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	reader->report(reader->file, reader->line, sentence, reader->text);
	reader->err = -EINVAL;
}

/* Strip white space from both ends, in place. */
static char *trim(char *text)
{
	size_t length;

	while (isspace((unsigned char)*text))
		text++;
	length = strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
	return text;
}

/* Feeding a monitor in two ways would meter every packet twice. */
static void end_section(struct reader *reader)
{
	const struct config_monitor *section = reader->section;
	bool hooks = section && section->settings.values.hooks[0];
	bool rules = section && json_array_size(section->specs);
	bool iptables = section && json_array_size(section->iptables);

	if (hooks + rules + iptables > 1)
		refuse(reader, "monitor '%s' has %s and '%s': packets would be counted twice",
		       section->name, rules ? "rules" : "'iptables'",
		       hooks ? "hooks" : "iptables");
	if (section == &reader->config->monitors[0])
		reader->default_marks = reader->marks;
	memset(&reader->marks, 0, sizeof(reader->marks));
}

/* [monitor NAME] */
static void read_section(struct reader *reader, char *text)
{
	size_t length = strlen(text);
	struct netflow_error error;
	char *name;

	end_section(reader);
	reader->section = NULL;
	if (text[length - 1] != ']' || strncmp(text, "[monitor", 8) ||
	    !isspace((unsigned char)text[8])) {
		refuse(reader, "a section begins with '[monitor NAME]'");
		return;
	}
	text[length - 1] = '\0';
	name = trim(text + 8);
	if (netflow_monitor_name_check(name, &error)) {
		refuse(reader, "%s", error.text);
	} else if (json_object_get(reader->headings, name)) {
		refuse(reader, "monitor '%s' already has a section in this file", name);
	} else {
		json_object_set_new(reader->headings, name, json_true());
		reader->section = config_find(reader->config, name);
		if (!reader->section)
			reader->section = config_add(reader->config, name);
		if (!reader->section)
			reader->err = -ENOMEM;
		if (reader->section == &reader->config->monitors[0])
			reader->marks = reader->default_marks;
	}
}

static const struct netflow_setting *find_setting(char *name)
{
	char *c;

	for (c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	return netflow_setting_find(name);
}

static bool is_twice(struct reader *reader, const char *name, unsigned int *seen)
{
	if (*seen)
		refuse(reader, "'%s' is set twice; it was first set in line %u", name, *seen);
	else
		*seen = reader->line;
	return *seen != reader->line;
}

static int read_table(struct reader *reader, const char *value, struct netflow_error *error)
{
	char *table = reader->section->table;
	int err = 0;

	if (is_twice(reader, "table", &reader->marks.table))
		return 0;
	err = rule_table_check(value, error);
	if (!err)
		snprintf(table, TABLE_NAME_SIZE, "%s", value);
	return err;
}

static void read_setting(struct reader *reader, char *name, const char *value)
{
	const struct netflow_setting *setting = find_setting(name);
	struct settings_given *settings = &reader->section->settings;
	struct netflow_error error;
	size_t i;

	if (!setting) {
		refuse(reader, "there is no setting '%s'; 'netflowctl get' lists them", name);
		return;
	}
	i = setting - netflow_settings_table;
	if (is_twice(reader, name, &reader->marks.seen[i]))
		return;
	if (netflow_setting_parse(setting, value, &settings->values, &error))
		refuse(reader, "%s", error.text);
	else
		settings->given[i] = true;
}

/* NAME = VALUE */
static void read_assignment(struct reader *reader, char *text)
{
	struct netflow_error error;
	char *value = strchr(text, '='), *name;
	int err = 0;

	if (!value) {
		refuse(reader, "no '='; lines are 'SETTING = VALUE', 'rule = HOOK [MATCH]', %s",
		       "'[monitor NAME]' and '# comment'");
		return;
	}
	*value++ = '\0';
	name = trim(text);
	value = trim(value);
	/* Skip the assignments of a section whose heading is wrong. */
	if (!reader->section)
		return;
	if (!strcmp(name, "rule"))
		err = rule_specs_parse(reader->section->specs, value, &error);
	else if (!strcmp(name, "iptables"))
		err = iptables_specs_parse(reader->section->iptables, value, &error);
	else if (!strcmp(name, "table"))
		err = read_table(reader, value, &error);
	else
		read_setting(reader, name, value);
	if (err)
		refuse(reader, "%s", error.text);
}

/* Cut off a comment: a '#' at the beginning or after a blank, but not within quotes. */
static void cut_comment(char *text)
{
	bool quoted = false, blank = true;

	for (; *text && (*text != '#' || quoted || !blank); text++) {
		if (*text == '"')
			quoted = !quoted;
		blank = isspace((unsigned char)*text);
	}
	*text = '\0';
}

static void read_line(struct reader *reader, char *line)
{
	char *copy, *text;

	copy = strdup(line);
	if (!copy) {
		reader->err = -ENOMEM;
		return;
	}
	reader->text = trim(line);
	cut_comment(copy);
	text = trim(copy);
	if (text[0] == '[')
		read_section(reader, text);
	else if (text[0])
		read_assignment(reader, text);
	free(copy);
}

/*
 * Read the next line without its end. getline() would take a line as large as the memory, and
 * if that does not suffice, the rest of the file would be missing without a word.
 * Return: false at the end of the file, or after reporting an error.
 */
static bool next_line(struct reader *reader, FILE *in, char *line)
{
	size_t length = 0;
	int c;

	reader->line++;
	reader->text = "";
	while ((c = getc(in)) != EOF && c != '\n' && c && length < LINE_SIZE - 1)
		line[length++] = c;
	line[length] = '\0';
	if (c == EOF && ferror(in)) {
		refuse(reader, "cannot read any further: %s", strerror(errno));
		return false;
	}
	if (c == EOF && !length) {
		reader->line--;
		return false;
	}
	if (c == '\n' || c == EOF)
		return true;
	reader->text = c ? "" : line;
	refuse(reader, c ? "the line is too long" : "the line contains a NUL character");
	return false;
}

int config_parse(struct config *config, FILE *in, const char *file,
		 config_report_t report)
{
	struct reader reader = {
		.config = config, .section = &config->monitors[0], .file = file, .text = "",
		.report = report, .headings = json_object(),
	};
	char *line = malloc(LINE_SIZE);

	if (!line || !reader.headings)
		reader.err = -ENOMEM;
	while (reader.err != -ENOMEM && next_line(&reader, in, line))
		read_line(&reader, line);
	reader.text = "";
	end_section(&reader);
	json_decref(reader.headings);
	free(line);
	return reader.err;
}

static bool is_default(const struct netflow_setting *setting,
		       const struct netflow_settings *settings)
{
	if (netflow_setting_is_text(setting))
		return !strcmp(netflow_setting_text(setting, settings), setting->default_text);
	return netflow_setting_u32(setting, settings) == setting->default_value;
}

static void write_rules(const char *name, const json_t *specs, FILE *out)
{
	json_t *lines = rule_specs_format(specs), *line;
	size_t i;

	json_array_foreach(lines, i, line)
		fprintf(out, "%s = %s\n", name, json_string_value(line));
	json_decref(lines);
}

static bool has_default_table(const struct config_monitor *monitor)
{
	char table[TABLE_NAME_SIZE];

	rules_table_name(monitor->name, table);
	return !strcmp(monitor->table, table);
}

static void write_monitor(const struct config_monitor *monitor, FILE *out)
{
	const struct netflow_settings *values = &monitor->settings.values;
	char text[NETFLOW_SETTING_TEXT_SIZE];
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		const struct netflow_setting *setting = &netflow_settings_table[i];

		if (is_default(setting, values))
			continue;
		netflow_setting_format(setting, values, text, sizeof(text));
		fprintf(out, "%s =%s%s\n", setting->name, text[0] ? " " : "", text);
	}
	if (!has_default_table(monitor))
		fprintf(out, "table = %s\n", monitor->table);
	write_rules("rule", monitor->specs, out);
	write_rules("iptables", monitor->iptables, out);
}

/* Has the section any line? */
static bool has_lines(const struct config_monitor *monitor)
{
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		if (!is_default(&netflow_settings_table[i], &monitor->settings.values))
			return true;
	return !has_default_table(monitor) || json_array_size(monitor->specs) ||
	       json_array_size(monitor->iptables);
}

void config_write(const struct config *config, FILE *out)
{
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (config->monitors[i].elsewhere && !has_lines(&config->monitors[i]))
			continue;
		if (i)
			fprintf(out, "\n[monitor %s]\n", config->monitors[i].name);
		write_monitor(&config->monitors[i], out);
	}
}

static void write_setting_example(const struct netflow_setting *setting, FILE *out)
{
	struct netflow_settings defaults;
	char text[NETFLOW_SETTING_TEXT_SIZE];

	netflow_settings_init(&defaults);
	netflow_setting_format(setting, &defaults, text, sizeof(text));
	fprintf(out, "\n# %s\n", setting->help);
	if (setting->type == NETFLOW_TYPE_U32)
		fprintf(out, "# %u to %u%s%s%s%s\n", setting->min, setting->max,
			setting->unit[0] ? " " : "", setting->unit, setting->zero ? "; 0: " : "",
			setting->zero ? setting->zero : "");
	fprintf(out, "#%s =%s%s\n", setting->name, text[0] ? " " : "", text);
}

void config_write_example(FILE *out)
{
	size_t i;

	fputs("# Configuration of flow export, see netflow.conf(5). 'netflowctl reload' applies\n"
	      "# it, as does netflow.service at boot. Commented-out values are the defaults.\n",
	      out);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		write_setting_example(&netflow_settings_table[i], out);
	fputs("\n# Rules of nftables select what is metered: hooks (prerouting, input, forward,\n"
	      "# output, postrouting, ingress:DEVICE), then optionally an nft expression.\n"
	      "# A packet that matches several rules at a hook is metered once.\n"
	      "#rule = forward,input,output\n"
	      "#rule = ingress:eth0 tcp dport { 80, 443 }\n"
	      "\n# The table of nftables for these rules, if 'netflow' is another program's.\n"
	      "#table = netflow2\n"
	      "\n# Alternatively, rules of iptables: HOOK or HOOK:DEVICE, without ingress.\n"
	      "#iptables = forward,input,output\n"
	      "\n# Further monitors, each with its own settings, destinations and rules.\n"
	      "#[monitor wan]\n"
	      "#destination = 192.0.2.1:2055\n"
	      "#rule = prerouting iifname \"eth1\"\n", out);
}
