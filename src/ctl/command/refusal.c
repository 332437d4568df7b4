// SPDX-License-Identifier: GPL-2.0
#include "refusal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "text/complain.h"
#include "text/similar.h"
#include "command.h"
#include "options.h"

/* Count the options that @text, which begins with two dashes, abbreviates. */
static int count_matches(const struct option *list, const char *text)
{
	size_t length = strcspn(text, "=");
	int count = 0;

	for (; list->name; list++)
		count += length > 2 && !strncmp(list->name, text + 2, length - 2);
	return count;
}

/* What may have been meant by an option that does not exist; it ends in "see". */
static void hint(const struct command *command, const struct option *list, const char *text,
		 char *buf, size_t size)
{
	char typed[64];
	struct similar search = { .typed = typed };

	snprintf(buf, size, "see");
	if (strncmp(text, "--", 2))
		return;
	snprintf(typed, sizeof(typed), "%.*s", (int)strcspn(text + 2, "="), text + 2);
	if (!strcmp(typed, "hooks") && command->options & OPTION_HOOK) {
		snprintf(buf, size, "--hook selects the hooks of rules, --hooks is the setting "
			 "for metering without rules; see");
		return;
	}
	for (; list->name; list++)
		similar_offer(&search, list->name);
	if (search.best[0])
		snprintf(buf, size, "did you mean --%s? see", search.best);
}

int refuse_option(const struct command *command, const struct option *list, const char *text,
		  int value)
{
	const char *name = command->name, *equals = strchr(text, '=');
	int letter = value == '?' ? optopt : value;
	char why[128], meant[128] = "see";

	if (value == ':') {
		snprintf(why, sizeof(why), "option '%.64s' of '%s' needs a value", text, name);
	} else if (letter && letter < OPTIONS_LONG) {
		snprintf(why, sizeof(why), "'%s' has no option '-%c'", name, letter);
	} else if (optopt && equals) {
		snprintf(why, sizeof(why), "option '%.*s' of '%s' takes no value: '%.32s'",
			 (int)(equals - text), text, name, equals + 1);
	} else if (count_matches(list, text) > 1) {
		snprintf(why, sizeof(why), "'%s' has several options that begin with '%.64s'",
			 name, text);
	} else {
		snprintf(why, sizeof(why), "'%s' has no option '%.64s'", name, text);
		hint(command, list, text, meant, sizeof(meant));
	}
	complain("%s; %s 'netflowctl %s --help'", why, meant, name);
	return -EINVAL;
}

int refuse_wrong_hook(const struct command *command, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (strcmp(argv[i], "--hook") && strncmp(argv[i], "--hook=", 7))
			continue;
		complain("'%s' has no option '--hook', which selects the hooks of rules; --hooks "
			 "is the setting for metering without rules; see 'netflowctl %s --help'",
			 command->name, command->name);
		return -EINVAL;
	}
	return 0;
}
