// SPDX-License-Identifier: GPL-2.0
#include "own.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel.h"
#include "kernel/program.h"
#include "modules/find.h"
#include "rules/specs.h"
#include "text/complain.h"
#include "text/json.h"
#include "families.h"
#include "save.h"
#include "specs.h"

/* One of the four rule sets of iptables: legacy or nft, IPv4 or IPv6. */
struct variant {
	const struct iptables_family *family;
	bool legacy;
};

#define VARIANTS	(2 * IPTABLES_FAMILIES)

static struct variant variant_at(int i)
{
	return (struct variant){ &iptables_families[i / 2], i % 2 };
}

/* Older legacy iptables has only the plain name. */
static const char *command_of(const struct variant *variant, const char *what, char *command)
{
	snprintf(command, IPTABLES_COMMAND, "%s-%s-%s", variant->family->command,
		 variant->legacy ? "legacy" : "nft", what);
	if (variant->legacy && !program_found(command))
		snprintf(command, IPTABLES_COMMAND, "%s-%s", variant->family->command, what);
	return command;
}

/* Does this namespace keep its rules, or would it keep them, in legacy iptables? */
static bool prefers_legacy(void)
{
	return iptables_is_legacy() || !program_found("iptables-nft-save");
}

static json_t *read_save(char *save, const char *monitor)
{
	char *words[IPTABLES_WORDS], *line, *rest, table[32] = "";
	json_t *specs = json_array(), *spec;

	for (line = strtok_r(save, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (line[0] == '*')
			snprintf(table, sizeof(table), "%s", line + 1);
		if (iptables_words(line, words) < 0)
			continue;
		spec = iptables_spec_read(table, words, monitor);
		if (spec)
			json_array_append_new(specs, spec);
	}
	return specs;
}

/*
 * Read the own rules including duplicates. There are none while the target is not loaded.
 * Return: a new reference, or NULL after reporting the error on stderr.
 */
static json_t *read_own(const struct variant *variant, const char *monitor)
{
	char command[IPTABLES_COMMAND], *output;
	const char *const argv[] = { command_of(variant, "save", command), NULL };
	json_t *specs = NULL;
	int status;

	if (!module_loaded(MODULE_XT) || !program_found(command) ||
	    (variant->legacy && !iptables_has_legacy(variant->family)))
		return json_array();
	status = program_run(argv, &output);
	if (status)
		complain("cannot read the rules of iptables: '%s': %.*s", command,
			 status < 0 ? 99 : (int)strcspn(output, "\n"),
			 status < 0 ? strerror(-status) : output);
	else
		specs = read_save(output, monitor);
	free(output);
	return specs;
}

/* Write the rules of one table. */
static void write_specs(FILE *out, const char *table, const char *command, const json_t *specs,
			const char *monitor)
{
	json_t *spec;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec)
		if (!strcmp(iptables_table(rule_hook_find(json_text(spec, "hook"))), table))
			iptables_spec_write(out, command, spec, monitor);
}

static bool is_in(const json_t *specs, const char *table)
{
	json_t *spec;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec)
		if (!strcmp(iptables_table(rule_hook_find(json_text(spec, "hook"))), table))
			return true;
	return false;
}

/* Write the input of iptables-restore, which changes each table atomically. */
static void write_commands(FILE *out, const json_t *old, const json_t *new, const char *monitor)
{
	static const char *const tables[] = { "raw", "mangle", "filter" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		if (!is_in(old, tables[i]) && !is_in(new, tables[i]))
			continue;
		fprintf(out, "*%s\n", tables[i]);
		write_specs(out, tables[i], "-D", old, monitor);
		write_specs(out, tables[i], "-I", new, monitor);
		fprintf(out, "COMMIT\n");
	}
}

/*
 * Create a file in memory; @path gets a name by which another program can open it.
 * Return: NULL with errno set on error.
 */
static FILE *open_commands(char *path, size_t size)
{
	int fd = memfd_create("netflowctl", MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (!file && fd >= 0)
		close(fd);
	snprintf(path, size, "/proc/%d/fd/%d", getpid(), fd);
	return file;
}

static int run_restore(const struct variant *variant, bool test, const char *path)
{
	char command[IPTABLES_COMMAND], *output;
	const char *const argv[] = {
		command_of(variant, "restore", command), "--wait", "--noflush",
		test ? "--test" : path, test ? path : NULL, NULL,
	};
	int status = program_run(argv, &output);

	if (status == -ENOENT)
		complain("there is no program '%s': install iptables, or use --backend nft",
			 command);
	else if (status < 0)
		complain("cannot run '%s': %s", command, strerror(-status));
	else if (status)
		complain("%s rejected the rules: %.*s", command, (int)strcspn(output, "\n"),
			 output);
	free(output);
	return status > 0 ? -EIO : status;
}

static int restore(const struct variant *variant, bool test, const json_t *old,
		   const json_t *new, const char *monitor)
{
	char path[64];
	FILE *file = open_commands(path, sizeof(path));
	int err;

	if (!file) {
		err = -errno;
		complain("cannot create a file in memory: %s", strerror(-err));
		return err;
	}
	write_commands(file, old, new, monitor);
	fflush(file);
	err = run_restore(variant, test, path);
	fclose(file);
	return err;
}

/* Change one rule set to what is wanted; @test: only try. */
static int apply(const struct variant *variant, bool test, const char *monitor,
		 const json_t *wanted)
{
	json_t *old = read_own(variant, monitor), *normal;
	int err = 0;

	if (!old)
		return -EIO;
	normal = rule_specs_normalise(old);
	if (json_array_size(old) != json_array_size(wanted) || !json_equal(normal, wanted))
		err = restore(variant, test, old, wanted, monitor);
	json_decref(normal);
	json_decref(old);
	return err;
}

static int apply_all(bool test, const char *monitor, const json_t *wanted)
{
	bool legacy = prefers_legacy();
	json_t *none = json_array();
	int i, err = 0;

	for (i = 0; !err && i < VARIANTS; i++) {
		struct variant variant = variant_at(i);
		bool meant = variant.legacy == legacy && !access(variant.family->present, F_OK);

		err = apply(&variant, test, monitor, meant ? wanted : none);
	}
	json_decref(none);
	return err;
}

int iptables_own_check(const char *monitor, const json_t *specs)
{
	json_t *wanted = rule_specs_normalise(specs);
	int err = apply_all(true, monitor, wanted);

	json_decref(wanted);
	return err;
}

int iptables_own_replace(const char *monitor, const json_t *specs)
{
	json_t *before = iptables_own_specs(monitor), *wanted;
	int err;

	if (!before)
		return -EIO;
	wanted = rule_specs_normalise(specs);
	err = apply_all(false, monitor, wanted);
	if (err)
		apply_all(false, monitor, before);
	json_decref(wanted);
	json_decref(before);
	return err;
}

json_t *iptables_own_specs(const char *monitor)
{
	json_t *all = json_array(), *normal, *specs;
	int i;

	for (i = 0; i < VARIANTS; i++) {
		struct variant variant = variant_at(i);

		specs = read_own(&variant, monitor);
		if (!specs) {
			json_decref(all);
			return NULL;
		}
		json_array_extend(all, specs);
		json_decref(specs);
	}
	normal = rule_specs_normalise(all);
	json_decref(all);
	return normal;
}
