// SPDX-License-Identifier: GPL-2.0
/* netflowctl doctor: what keeps flows from arriving, and the command that mends it. */
#include "doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/ctl.h"
#include "kernel/genl.h"
#include "text/output.h"

#define COMMAND_INDENT	24

static const struct {
	const char *name;
	const char *mark;
	enum colour colour;
} states[] = {
	[DOCTOR_OK] = { "ok", "ok", COLOUR_GOOD },
	[DOCTOR_NOTICE] = { "notice", "notice", COLOUR_NAME },
	[DOCTOR_WARNING] = { "warning", "warning", COLOUR_WARN },
	[DOCTOR_ERROR] = { "error", "ERROR", COLOUR_BAD },
};

void finding(json_t *findings, enum doctor_state state, const char *check, const char *command,
	     const char *format, ...)
{
	char what[512];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	json_array_append_new(findings, json_pack("{s:s, s:s, s:s, s:s?}", "check", check, "state",
						  states[state].name, "what", what, "command",
						  command));
}

const char *read_first_line(const char *path, char *buf, int size)
{
	FILE *file = fopen(path, "re");

	buf[0] = '\0';
	if (!file)
		return buf;
	if (!fgets(buf, size, file))
		buf[0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	fclose(file);
	return buf;
}

static enum doctor_state state_of(const json_t *one)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(states); i++)
		if (!strcmp(states[i].name, json_text(one, "state")))
			return i;
	return DOCTOR_ERROR;
}

static int command_indent(int length, int width)
{
	if (!width || COMMAND_INDENT + length <= width)
		return COMMAND_INDENT;
	return length < width ? width - length : 0;
}

static void print_finding(const json_t *one)
{
	enum doctor_state state = state_of(one);
	const char *command = json_text(one, "command");

	print_coloured(states[state].colour, "%-8s", states[state].mark);
	printf("%-12s  ", json_text(one, "check"));
	print_wrapped(json_text(one, "what"), 22, terminal_width());
	/* In one line, to be copied. */
	if (command[0])
		printf("%*s%s%s%s\n", command_indent(strlen(command), terminal_width()), "",
		       colour(COLOUR_HEADING), command, colour(COLOUR_NONE));
}

/* What needs the module's answers. */
static void look_at_monitors(json_t *findings)
{
	json_t *monitors = NULL;
	struct netlink nl;

	if (genl_open(&nl)) {
		finding(findings, DOCTOR_ERROR, "module", "dmesg | grep netflow",
			"the module does not answer");
		return;
	}
	monitors = genl_monitors(&nl, NULL);
	if (monitors && !genl_add_destinations(&nl, monitors) &&
	    !genl_add_statistics(&nl, monitors)) {
		doctor_rules(findings, monitors);
		doctor_destinations(findings, monitors);
		doctor_losses(findings, monitors);
	} else {
		finding(findings, DOCTOR_ERROR, "module", "dmesg | grep netflow",
			"the module refuses to tell of its monitors");
	}
	json_decref(monitors);
	netlink_close(&nl);
}

static size_t count(const json_t *findings, enum doctor_state state)
{
	size_t i, found = 0;

	for (i = 0; i < json_array_size(findings); i++)
		found += state_of(json_array_get(findings, i)) == state;
	return found;
}

static void print_findings(const json_t *findings)
{
	size_t errors = count(findings, DOCTOR_ERROR), warnings = count(findings, DOCTOR_WARNING);
	json_t *one;
	size_t i;

	json_array_foreach((json_t *)findings, i, one)
		print_finding(one);
	if (errors)
		print_coloured(COLOUR_BAD, "\n%zu thing%s keep%s flows from arriving", errors,
			       errors == 1 ? "" : "s", errors == 1 ? "s" : "");
	else
		print_coloured(COLOUR_GOOD, "\nnothing was found that keeps flows from arriving");
	if (warnings)
		printf(", %zu warning%s", warnings, warnings == 1 ? "" : "s");
	putchar('\n');
}

int doctor_run(const struct options *options)
{
	json_t *findings = json_array();
	bool loaded = doctor_module(findings);
	int status;

	doctor_secure_boot(findings, loaded);
	if (loaded)
		look_at_monitors(findings);
	doctor_conntrack(findings);
	doctor_clock(findings);
	status = count(findings, DOCTOR_ERROR) ? CTL_FINDINGS : CTL_OK;
	if (options->present & OPTION_JSON) {
		print_json(findings);
		return status;
	}
	print_findings(findings);
	json_decref(findings);
	return status;
}
