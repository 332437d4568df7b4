// SPDX-License-Identifier: GPL-2.0
/*
 * netflowctl complete WORD...: print the completions of the last word, one a line, for
 * the shell. Prints nothing if there are none, and never loads a module.
 */
#include "complete.h"

#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <jansson.h>

#include "settings/settings.h"
#include "command/command.h"
#include "command/options.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "kernel/netns.h"
#include "modules/find.h"
#include "modules/open.h"
#include "rules/specs.h"
#include "text/json.h"
#include "commands.h"

#define NETNS_DIRECTORY	"/run/netns"

/*
 * The words before the last one, and the last one: @done is the part of it to keep
 * (--OPTION=, or all entries of a list but the last), @last is the part to complete.
 */
struct line {
	const struct command *command;
	char **words;
	int count;
	const char *done;
	int done_length;
	const char *last;
};

static void offer(const struct line *line, const char *word)
{
	if (!strncmp(word, line->last, strlen(line->last)))
		printf("%.*s%s\n", line->done_length, line->done, word);
}

/* Complete only the part of the last word after the last occurrence of @character. */
static void go_on_behind(struct line *line, char character)
{
	const char *at = strrchr(line->last, character);

	if (!at)
		return;
	line->done_length += at + 1 - line->last;
	line->last = at + 1;
}

/* @words is a list separated by '|'. */
static void offer_words(const struct line *line, const char *words)
{
	char word[64];
	size_t length;

	while (*words) {
		length = strcspn(words, "|");
		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		offer(line, word);
		words += length;
		words += *words == '|';
	}
}

/* Offer the first word of each command once, or the verbs of a group. */
static void offer_commands(const struct line *line, const char *group)
{
	const struct command *command;
	size_t length = group ? strlen(group) : 0, i;
	char word[32], before[32] = "";

	for (i = 0; (command = command_at(i)); i++) {
		const char *name = command->name;

		if (group && (strncmp(name, group, length) || name[length] != ' '))
			continue;
		if (group)
			name += length + 1;
		snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, " "), name);
		if (strcmp(word, before))
			offer(line, word);
		snprintf(before, sizeof(before), "%s", word);
	}
}

static void offer_interfaces(const struct line *line)
{
	struct if_nameindex *interfaces = if_nameindex(), *at;

	for (at = interfaces; at && at->if_index; at++)
		offer(line, at->if_name);
	if (interfaces)
		if_freenameindex(interfaces);
}

static void offer_namespaces(const struct line *line)
{
	DIR *directory = opendir(NETNS_DIRECTORY);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (entry->d_name[0] != '.')
			offer(line, entry->d_name);
	if (directory)
		closedir(directory);
}

/* Offer the names of the monitors, or their destinations. */
static void offer_monitors(const struct line *line, bool destinations)
{
	json_t *monitors = NULL, *monitor, *destination;
	struct netlink nl;
	size_t i, j;

	if (!module_loaded(MODULE_CORE) || module_open(&nl))
		return;
	monitors = monitors_read(&nl, NULL);
	if (monitors && destinations)
		monitors_add_destinations(&nl, monitors);
	json_array_foreach(monitors, i, monitor) {
		if (!destinations)
			offer(line, json_text(monitor, "name"));
		json_array_foreach(json_object_get(monitor, "destinations"), j, destination)
			offer(line, json_text(destination, "destination"));
	}
	json_decref(monitors);
	netlink_close(&nl);
}

/* The hook ingress exists only for rules. */
static void offer_hooks(const struct line *line, bool rules)
{
	int i;

	for (i = 0; i < (rules ? RULE_HOOKS : NETFLOW_HOOKS); i++)
		offer(line, rule_hook_names[i]);
}

static void offer_settings(const struct line *line)
{
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		offer(line, netflow_settings_table[i].name);
}

static void offer_values(struct line *line, const char *option, const char *values)
{
	if (!strcmp(option, "--hook") || !strcmp(option, "--hooks") || !strcmp(option, "--device"))
		go_on_behind(line, ',');
	if (!strcmp(option, "--monitor"))
		offer_monitors(line, false);
	else if (!strcmp(option, "--hook") || !strcmp(option, "--hooks"))
		offer_hooks(line, !strcmp(option, "--hook"));
	else if (!strcmp(option, "--device") || !strcmp(option, "--interface"))
		offer_interfaces(line);
	else if (!strcmp(option, "--netns"))
		offer_namespaces(line);
	else if (!strcmp(option, "--protocol"))
		offer_words(line, line->command->options & OPTION_PROTO ?
			    "tcp|udp|icmp|icmpv6|sctp|gre|esp|ah" : "v5|v9|ipfix");
	else if (strchr(values, '|') && !strpbrk(values, "[ "))
		offer_words(line, values);
}

static void offer_option(const char *name, void *data)
{
	offer(data, name);
}

/* SETTING VALUE SETTING VALUE ..., starting at the word after the command. */
static void offer_assignment(struct line *line, int used)
{
	const char *before = line->words[line->count - 1];
	int i, arguments = 0;

	for (i = used; i < line->count; i++) {
		if (options_values(line->command, line->words[i]))
			i++;
		else
			arguments += line->words[i][0] != '-' && !strchr(line->words[i], '=');
	}
	if (arguments % 2 == 0) {
		offer_settings(line);
	} else if (!strcmp(before, "hooks")) {
		go_on_behind(line, ',');
		offer_hooks(line, false);
	} else if (!strcmp(before, "protocol")) {
		offer_words(line, "v5|v9|ipfix");
	} else if (!strcmp(before, "destination")) {
		offer_monitors(line, true);
	}
}

/* Of nft's language, complete only the netflow statement in rules. */
static void offer_statement(struct line *line)
{
	const char *before = line->words[line->count - 1];
	bool rule = false;
	int i;

	for (i = 0; i < line->count; i++)
		rule |= !strcmp(line->words[i], "rule");
	if (!rule)
		return;
	if (!strcmp(before, "netflow"))
		offer(line, "monitor");
	else if (!strcmp(before, "monitor") && !strcmp(line->words[line->count - 2], "netflow"))
		offer_monitors(line, false);
	else if (line->last[0] == 'n')
		offer(line, "netflow");
}

static void offer_arguments(struct line *line, int used)
{
	const char *name = line->command->name, *arguments = line->command->arguments;

	if (!strcmp(name, "get"))
		offer_settings(line);
	else if (!strcmp(name, "set"))
		offer_assignment(line, used);
	else if (!strcmp(name, "nft"))
		offer_statement(line);
	else if (!strcmp(name, "destination delete"))
		offer_monitors(line, true);
	else if (strstr(arguments, "MONITOR") || !strcmp(name, "monitor set") ||
		 !strcmp(name, "monitor replace") ||
		 !strcmp(name, "monitor delete"))
		offer_monitors(line, false);
}

/* Find the command of a line, or return NULL; *used is its number of words. */
static const struct command *find_command(char **words, int count, int *used)
{
	const struct command *command;
	char name[64];
	size_t i;

	for (*used = 1; *used <= 2 && *used <= count; (*used)++) {
		snprintf(name, sizeof(name), "%s%s%s", words[0], *used > 1 ? " " : "",
			 *used > 1 ? words[1] : "");
		for (i = 0; (command = command_at(i)); i++)
			if (!strcmp(command->name, name))
				return command;
	}
	return NULL;
}

static void offer_first(struct line *line)
{
	line->command = command_at(0);
	if (line->last[0] != '-') {
		offer_commands(line, NULL);
		offer(line, "help");
		return;
	}
	options_each(line->command, offer_option, line);
	offer(line, "--version");
}

/* The words of a command, as far as they are typed: after `help', before its options. */
static void offer_command_words(struct line *line)
{
	if (!line->count)
		offer_commands(line, NULL);
	else if (line->count == 1)
		offer_commands(line, line->words[0]);
}

/* Return: the option whose value is being typed, with its two dashes, or "". */
static const char *option_asked(struct line *line, char *buf, size_t size)
{
	const char *before = line->words[line->count - 1];

	if (!strncmp(line->last, "--", 2) && strchr(line->last, '=')) {
		snprintf(buf, size, "%.*s", (int)strcspn(line->last, "="), line->last);
		go_on_behind(line, '=');
		return buf;
	}
	return before[0] == '-' ? before : "";
}

/* Options may precede the command. Return: false if they are all that the line has so far. */
static bool skip_leading(struct line *line)
{
	int leading = options_leading(line->count, line->words);

	line->command = command_at(0);
	if (leading == line->count)
		return false;
	line->words += leading;
	line->count -= leading;
	return true;
}

static void complete_line(struct line *line)
{
	const char *option, *values = NULL;
	char buf[64];
	int used = 0;

	if (!skip_leading(line)) {
		option = line->count ? option_asked(line, buf, sizeof(buf)) : "";
		values = options_values(line->command, option);
		if (values)
			offer_values(line, option, values);
		else
			offer_first(line);
		return;
	}
	if (!strcmp(line->words[0], "help")) {
		line->words++;
		line->count--;
		offer_command_words(line);
		return;
	}
	line->command = find_command(line->words, line->count, &used);
	if (!line->command) {
		offer_command_words(line);
		return;
	}
	option = option_asked(line, buf, sizeof(buf));
	values = options_values(line->command, option);
	if (values)
		offer_values(line, option, values);
	else if (line->last[0] == '-')
		options_each(line->command, offer_option, line);
	else
		offer_arguments(line, used);
}

/* Look up monitors and interfaces in the namespace that the line names. */
static void enter_namespace(const struct line *line)
{
	int i;

	for (i = 0; i + 1 < line->count; i++)
		if (!strcmp(line->words[i], "--netns"))
			netns_enter(line->words[i + 1]);
}

int complete(int argc, char **argv)
{
	struct line line = {
		.words = argv, .count = argc ? argc - 1 : 0, .last = argc ? argv[argc - 1] : "",
		.done = argc ? argv[argc - 1] : "",
	};
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	/* Error messages would appear in the middle of the line being typed. */
	if (null >= 0)
		dup2(null, STDERR_FILENO);
	enter_namespace(&line);
	complete_line(&line);
	return CTL_OK;
}
