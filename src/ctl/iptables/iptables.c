// SPDX-License-Identifier: GPL-2.0
#include "iptables.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel.h"
#include "kernel/netlink.h"
#include "kernel/program.h"
#include "rules/list.h"
#include "rules/nf_tables.h"
#include "text/complain.h"
#include "text/json.h"
#include "families.h"
#include "save.h"

static const char *const chains[] = { "INPUT", "FORWARD", "OUTPUT" };

bool iptables_rules_here(void)
{
	static const char *const is_active[] = {
		"systemctl", "is-active", "--quiet", "iptables.service", "ip6tables.service",
		"netfilter-persistent.service", NULL,
	};
	char *output;
	int status;

	if (iptables_is_legacy())
		return true;
	status = program_run(is_active, &output);
	free(output);
	return !status;
}

/* Run an iptables command; report its output if it fails. */
static int run(const char *const argv[], bool verbose)
{
	char *output, line[1024] = "";
	int status, i;

	for (i = 0; argv[i]; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s", i ? " " : "",
			 argv[i]);
	if (verbose)
		printf("%s\n", line);
	status = program_run(argv, &output);
	if (status < 0)
		complain("cannot run '%s': %s", line, strerror(-status));
	else if (status)
		complain("'%s' failed: %.*s", line, (int)strcspn(output, "\n"), output);
	free(output);
	return status > 0 ? -EIO : status;
}

/* An action on the words of a legacy rule. */
typedef int (*act_t)(const char *command, const char *table, char **words, bool verbose);

static int delete_legacy(const char *command, const char *table, char **words, bool verbose)
{
	const char *argv[IPTABLES_WORDS + 8] = { command, "-w", "-t", table, "-D" };
	int i;

	/* Copy all words but the first, which is -A. */
	for (i = 1; words[i]; i++)
		argv[4 + i] = words[i];
	return run(argv, verbose);
}

/* Call @act, unless NULL, for each rule. Return: the number of rules, or the error of @act. */
static int each_in_save(char *save, const char *command, act_t act, bool verbose)
{
	char *words[IPTABLES_WORDS], *line, table[32] = "";
	int count = 0, err;

	for (line = strtok(save, "\n"); line; line = strtok(NULL, "\n")) {
		if (line[0] == '*')
			snprintf(table, sizeof(table), "%s", line + 1);
		if (iptables_words(line, words) < 0 || !iptables_is_netflow(words))
			continue;
		err = act ? act(command, table, words, verbose) : 0;
		if (err)
			return err;
		count++;
	}
	return count;
}

/* Call @act, unless NULL, for each rule of legacy iptables. Return: as each_in_save(). */
static int each_legacy(const struct iptables_family *family, act_t act, bool verbose)
{
	char command[IPTABLES_COMMAND], save[IPTABLES_COMMAND + sizeof("-save")], *output;
	const char *const argv[] = { save, NULL };
	int count;

	if (!iptables_has_legacy(family))
		return 0;
	snprintf(command, sizeof(command), "%s-legacy", family->command);
	snprintf(save, sizeof(save), "%s-save", command);
	count = program_run(argv, &output);
	if (count)
		complain("cannot read the rules of legacy iptables: '%s': %s", save,
			 count < 0 ? strerror(-count) : output);
	if (!count)
		count = each_in_save(output, command, act, verbose);
	else if (count > 0)
		count = -EIO;
	free(output);
	return count;
}

static int delete_rule(const struct iptables_family *family, const json_t *rule)
{
	struct netlink nl;
	int err = netlink_open(&nl, NETLINK_NETFILTER);

	if (!err) {
		nf_tables_begin(&nl);
		nf_tables_remove_rules(&nl, family->number, json_text(rule, "table"),
				       json_text(rule, "chain"), json_number(rule, "handle"),
				       NLM_F_ACK);
		nf_tables_end(&nl);
		err = netlink_run(&nl, NULL, NULL);
	}
	/* Another program has deleted it in the meantime. */
	if (err == -ENOENT)
		err = 0;
	if (err)
		netlink_complain(&nl, err, "cannot delete a rule of %s, table %s, chain %s",
				 family->command, json_text(rule, "table"),
				 json_text(rule, "chain"));
	netlink_close(&nl);
	return err;
}

/* Count, and optionally delete, the rules of iptables-nft. Return: their number, or an error. */
static int each_nft(const struct iptables_family *family, bool delete, bool verbose)
{
	json_t *rules = rules_list(), *rule;
	int count = rules ? 0 : -EIO, err = 0;
	size_t i;

	json_array_foreach(rules, i, rule) {
		if (!json_is_true(json_object_get(rule, "target")) ||
		    strcmp(json_text(rule, "family"), family->name))
			continue;
		count++;
		if (!delete)
			continue;
		if (verbose)
			printf("%s: deleting rule %llu of chain %s, table %s\n", family->command,
			       (unsigned long long)json_number(rule, "handle"),
			       json_text(rule, "chain"), json_text(rule, "table"));
		err = delete_rule(family, rule);
		if (err)
			break;
	}
	json_decref(rules);
	return err ? err : count;
}

static int count_rules(const struct iptables_family *family)
{
	int legacy = each_legacy(family, NULL, false);
	int nft = legacy < 0 ? legacy : each_nft(family, false, false);

	return nft < 0 ? nft : legacy + nft;
}

static int run_for_chain(const char *command, const char *what, const char *chain, bool verbose)
{
	const char *const argv[] = { command, "-w", what, chain, "-j", "NETFLOW", NULL };

	return run(argv, verbose);
}

static int add_to_chains(const char *command, bool verbose)
{
	int i, err = 0;

	for (i = 0; !err && i < (int)ARRAY_SIZE(chains); i++)
		err = run_for_chain(command, "-I", chains[i], verbose);
	if (!err)
		return 0;
	/* Remove the rules added before the one that failed. */
	for (i -= 2; i >= 0; i--)
		run_for_chain(command, "-D", chains[i], verbose);
	return err;
}

int iptables_add(bool verbose)
{
	bool legacy = iptables_is_legacy();
	char command[IPTABLES_COMMAND];
	int i, count, err = 0;

	for (i = 0; !err && i < IPTABLES_FAMILIES; i++) {
		if (access(iptables_families[i].present, F_OK))
			continue;
		snprintf(command, sizeof(command), "%s%s", iptables_families[i].command,
			 legacy ? "-legacy" : "");
		count = count_rules(&iptables_families[i]);
		if (count > 0 && verbose)
			printf("%s already has %d NETFLOW rules; no rule is added\n", command,
			       count);
		err = count < 0 ? count : 0;
		if (!count)
			err = add_to_chains(command, verbose);
	}
	return err;
}

int iptables_remove(bool verbose)
{
	int i, count = 0;

	for (i = 0; count >= 0 && i < IPTABLES_FAMILIES; i++) {
		count = each_legacy(&iptables_families[i], delete_legacy, verbose);
		if (count >= 0)
			count = each_nft(&iptables_families[i], true, verbose);
	}
	return count < 0 ? count : 0;
}
