// SPDX-License-Identifier: GPL-2.0
#include "list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uapi/nf_netflow.h"
#include "kernel/program.h"
#include "modules/find.h"
#include "text/complain.h"
#include "families.h"
#include "save.h"

/* The options between the chain and the target, as the user typed them. */
static json_t *match_of(char *const words[])
{
	char text[1024] = "";
	size_t len = 0;
	int i;

	for (i = 2; words[i] && strcmp(words[i], "-j") && len < sizeof(text); i++)
		len += snprintf(text + len, sizeof(text) - len, "%s%s", len ? " " : "", words[i]);
	return json_string(text);
}

static const char *monitor_of(char *const words[])
{
	int i;

	for (i = 0; words[i] && words[i + 1]; i++)
		if (!strcmp(words[i], "--monitor"))
			return words[i + 1];
	return NETFLOW_MONITOR_DEFAULT;
}

/* "[PACKETS:BYTES] -A CHAIN ..." */
static void add_line(json_t *rules, const char *family, const char *table, char *line)
{
	char *words[IPTABLES_WORDS];
	unsigned long long packets, bytes;

	if (iptables_words(line, words) < 2 || !iptables_is_netflow(words + 1) ||
	    sscanf(words[0], "[%llu:%llu]", &packets, &bytes) != 2)
		return;
	json_array_append_new(rules, json_pack("{s:s, s:s, s:s, s:n, s:s, s:b, s:b, s:I, s:I, s:o}",
					       "family", family, "table", table, "chain", words[2],
					       "handle", "monitor", monitor_of(words), "own", false,
					       "target", true, "packets", (json_int_t)packets,
					       "bytes", (json_int_t)bytes, "match",
					       match_of(words + 1)));
}

static void add_lines(json_t *rules, const char *family, char *save)
{
	char *line, *rest, table[32] = "";

	for (line = strtok_r(save, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (line[0] == '*')
			snprintf(table, sizeof(table), "%s", line + 1);
		else if (line[0] == '[')
			add_line(rules, family, table, line);
	}
}

static int add_family(json_t *rules, const struct iptables_family *family)
{
	char command[IPTABLES_COMMAND], *output;
	const char *const argv[] = { command, "-c", NULL };
	int status;

	snprintf(command, sizeof(command), "%s-legacy-save", family->command);
	status = program_run(argv, &output);
	if (!status)
		add_lines(rules, family->name, output);
	else
		complain("cannot read the rules of legacy iptables: '%s -c': %.*s", command,
			 status < 0 ? 99 : (int)strcspn(output, "\n"),
			 status < 0 ? strerror(-status) : output);
	free(output);
	return status > 0 ? -EIO : status;
}

int iptables_list_legacy(json_t *rules)
{
	int i, err = 0;

	if (!module_loaded(MODULE_XT))
		return 0;
	for (i = 0; !err && i < IPTABLES_FAMILIES; i++)
		if (iptables_has_legacy(&iptables_families[i]))
			err = add_family(rules, &iptables_families[i]);
	return err;
}
