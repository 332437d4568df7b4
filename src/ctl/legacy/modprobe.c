// SPDX-License-Identifier: GPL-2.0
#include "modprobe.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "kernel/settings.h"
#include "text/complain.h"
#include "legacy.h"

#define BLANKS	" \t\n"

/* The first line of a new file. */
#define HEADING	"# Options of the module ipt_NETFLOW, see ipt_netflow(8).\n"

/*
 * modprobe passes the options to ipt_NETFLOW only. This line makes it load ipt_NETFLOW after
 * the core, so that the options take effect without iptables too.
 */
#define FOLLOWS	"softdep nf_netflow post: ipt_NETFLOW"

/* Unknown parameters are kept in a comment. */
#define UNKNOWN	"# Parameters that this version does not have:"

/* The state of the parser, with the parts of the file found so far. */
struct reader {
	struct modprobe *file;
	FILE *before;
	FILE *after;
	FILE *unknown;
	bool found;
	const char *path;
	int line;
};

/* The length of a line including its continuation lines; *lines is their number. */
static size_t line_length(const char *text, int *lines)
{
	const char *end = text;

	*lines = 0;
	do {
		end = strchrnul(end, '\n');
		++*lines;
	} while (*end++ && end - text >= 2 && end[-2] == '\\' && *end);
	return end[-1] ? end - text : end - text - 1;
}

/* Blanks outside quotes end a parameter. */
static size_t parameter_length(const char *text)
{
	bool quoted = false;
	size_t i;

	for (i = 0; text[i] && (quoted || !strchr(BLANKS, text[i])); i++)
		if (text[i] == '"')
			quoted = !quoted;
	return i;
}

/* Like the kernel, accept quotes only around the whole value. */
static char *unquote(char *value)
{
	size_t length = strlen(value);

	if (value[0] != '"')
		return value;
	if (length > 1 && value[length - 1] == '"')
		value[length - 1] = '\0';
	return value + 1;
}

/* @parameter: NAME=VALUE; changed */
static int take_parameter(struct reader *reader, char *parameter)
{
	struct settings_given *settings = &reader->file->settings;
	const struct netflow_setting *setting;
	char *value = strchr(parameter, '='), *c;
	struct netflow_error error;

	if (value)
		*value++ = '\0';
	for (c = parameter; *c; c++)
		if (*c == '-')
			*c = '_';
	setting = netflow_setting_find(parameter);
	if (!setting) {
		fprintf(reader->unknown, " %s%s%s", parameter, value ? "=" : "",
			value ? value : "");
		return 0;
	}
	if (netflow_setting_parse(setting, value ? unquote(value) : "", &settings->values,
				  &error)) {
		complain("%s, line %d: %s", reader->path, reader->line, error.text);
		return -EINVAL;
	}
	settings->given[setting - netflow_settings_table] = true;
	return 0;
}

/* @text: what follows `options ipt_NETFLOW'; changed */
static int take_options(struct reader *reader, char *text)
{
	size_t length;
	int err = 0;
	char end;

	while (!err) {
		text += strspn(text, BLANKS);
		length = parameter_length(text);
		if (!length)
			break;
		end = text[length];
		text[length] = '\0';
		err = take_parameter(reader, text);
		text += length + (end != '\0');
	}
	return err;
}

static bool skip_word(char **text, const char *word)
{
	size_t length = strlen(word);

	*text += strspn(*text, BLANKS);
	if (strncmp(*text, word, length) || !(*text)[length] || !strchr(BLANKS, (*text)[length]))
		return false;
	*text += length;
	return true;
}

/* Remove each backslash that is followed by a newline, and the newline. */
static void join(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (text[0] == '\\' && text[1] == '\n')
			text++;
		else
			*to++ = *text;
	}
	*to = '\0';
}

static bool is_follows(const char *line)
{
	size_t length = strlen(FOLLOWS);

	return !strncmp(line, FOLLOWS, length) && (!line[length] || line[length] == '\n');
}

static int take_line(struct reader *reader, const char *line, size_t length)
{
	char *copy = strndup(line, length), *rest = copy;
	bool options;
	int err = 0;

	if (!copy)
		return -ENOMEM;
	join(copy);
	options = skip_word(&rest, "options") && skip_word(&rest, LEGACY_MODULE);
	if (options) {
		reader->found = true;
		err = take_options(reader, rest);
	} else if (!is_follows(copy)) {
		fwrite(line, 1, length, reader->found ? reader->after : reader->before);
	}
	free(copy);
	return err;
}

static int take_lines(struct reader *reader, const char *text)
{
	size_t length;
	int err = 0, lines;

	for (reader->line = 1; !err && *text; reader->line += lines, text += length) {
		length = line_length(text, &lines);
		err = take_line(reader, text, length);
	}
	return err;
}

/* Close a stream in memory. Return: 0, or -ENOMEM if its text is incomplete. */
static int finish(FILE *stream)
{
	if (!stream)
		return -ENOMEM;
	return fclose(stream) ? -ENOMEM : 0;
}

int modprobe_parse(const char *text, const char *path, struct modprobe *file)
{
	struct reader reader = { .file = file, .path = path };
	size_t size;
	int err = 0;

	memset(file, 0, sizeof(*file));
	netflow_settings_init(&file->settings.values);
	reader.before = open_memstream(&file->before, &size);
	reader.after = open_memstream(&file->after, &size);
	reader.unknown = open_memstream(&file->unknown, &size);
	if (reader.before && reader.after && reader.unknown)
		err = take_lines(&reader, text);
	err = finish(reader.before) ?: err;
	err = finish(reader.after) ?: err;
	err = finish(reader.unknown) ?: err;
	return err;
}

void modprobe_free(struct modprobe *file)
{
	free(file->before);
	free(file->after);
	free(file->unknown);
}

/* Complete the last line, which may lack its newline or end in a backslash. */
static void print_whole(FILE *stream, const char *lines)
{
	size_t length = strlen(lines);

	fputs(lines, stream);
	if (length && lines[length - 1] == '\n')
		length--;
	else if (length)
		fputc('\n', stream);
	if (length && lines[length - 1] == '\\')
		fputc('\n', stream);
}

static void print_settings(FILE *stream, const struct settings_given *settings)
{
	char value[NETFLOW_SETTING_TEXT_SIZE];
	const char *quote;
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		const struct netflow_setting *setting = &netflow_settings_table[i];

		if (!settings->given[i])
			continue;
		netflow_setting_format(setting, &settings->values, value, sizeof(value));
		quote = strpbrk(value, BLANKS) ? "\"" : "";
		fprintf(stream, " %s=%s%s%s", setting->name, quote, value, quote);
	}
	fputc('\n', stream);
}

char *modprobe_format(const struct modprobe *file)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return NULL;
	print_whole(stream, file->before[0] || file->after[0] ? file->before : HEADING);
	if (file->unknown[0]) {
		fputs(UNKNOWN, stream);
		print_whole(stream, file->unknown);
	}
	fprintf(stream, "options %s", LEGACY_MODULE);
	print_settings(stream, &file->settings);
	fputs(FOLLOWS "\n", stream);
	print_whole(stream, file->after);
	if (!finish(stream))
		return text;
	free(text);
	return NULL;
}

char *modprobe_rest(const struct modprobe *file)
{
	const char *before = file->before;
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return NULL;
	if (!strncmp(before, HEADING, strlen(HEADING)))
		before += strlen(HEADING);
	print_whole(stream, before);
	print_whole(stream, file->after);
	if (!finish(stream))
		return text;
	free(text);
	return NULL;
}
