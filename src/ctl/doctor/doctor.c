// SPDX-License-Identifier: GPL-2.0
/* netflowctl doctor: find out why flows do not arrive, and suggest a command that fixes it. */
#include "doctor.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "kernel.h"
#include "command/command.h"
#include "command/options.h"
#include "kernel/monitors.h"
#include "kernel/netlink.h"
#include "modules/open.h"
#include "text/json.h"
#include "text/output.h"
#include "text/width.h"
#include "text/wrap.h"
#include "destinations.h"
#include "findings.h"
#include "module.h"
#include "rules.h"
#include "system.h"

#define FINDING_INDENT	22
#define COMMAND_INDENT	24
#define HINT_INDENT	28

static const struct {
	const char *mark;
	enum colour colour;
} looks[] = {
	[DOCTOR_OK] = { "ok", COLOUR_GOOD },
	[DOCTOR_NOTICE] = { "notice", COLOUR_NAME },
	[DOCTOR_WARNING] = { "warning", COLOUR_WARN },
	[DOCTOR_ERROR] = { "ERROR", COLOUR_BAD },
};

static int command_indent(int length, int width)
{
	if (!width || COMMAND_INDENT + length <= width)
		return COMMAND_INDENT;
	return length < width ? width - length : 0;
}

static void print_finding(const json_t *one)
{
	enum doctor_state state = finding_state(one);
	const char *command = json_text(one, "command"), *hint = json_text(one, "hint");

	print_coloured(looks[state].colour, "%-8s", looks[state].mark);
	printf("%-12s  ", json_text(one, "check"));
	print_wrapped(json_text(one, "what"), FINDING_INDENT, terminal_width());
	/* Unwrapped, so that it can be copied. */
	if (command[0])
		printf("%*s%s%s%s\n", command_indent(text_width(command), terminal_width()), "",
		       colour(COLOUR_HEADING), command, colour(COLOUR_NONE));
	if (hint[0]) {
		printf("%*shint: ", FINDING_INDENT, "");
		print_wrapped(hint, HINT_INDENT, terminal_width());
	}
}

/* Checks that query the module. */
static void look_at_monitors(json_t *findings)
{
	json_t *monitors = NULL;
	struct netlink nl;

	if (module_open(&nl)) {
		finding(findings, DOCTOR_ERROR, "module", "dmesg | grep netflow",
			"the module does not answer");
		return;
	}
	monitors = monitors_read(&nl, NULL);
	if (monitors && !monitors_add_destinations(&nl, monitors) &&
	    !monitors_add_statistics(&nl, monitors)) {
		doctor_rules(findings, monitors);
		doctor_destinations(findings, monitors);
		doctor_limits(findings, monitors);
		doctor_losses(findings, monitors);
	} else {
		finding(findings, DOCTOR_ERROR, "module", "dmesg | grep netflow",
			"the monitors cannot be read from the module");
	}
	json_decref(monitors);
	netlink_close(&nl);
}

static size_t count(const json_t *findings, enum doctor_state state)
{
	size_t i, found = 0;

	for (i = 0; i < json_array_size(findings); i++)
		found += finding_state(json_array_get(findings, i)) == state;
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
		print_coloured(COLOUR_BAD, "\n%zu problem%s keep%s flows from arriving", errors,
			       errors == 1 ? "" : "s", errors == 1 ? "s" : "");
	else
		print_coloured(COLOUR_GOOD, "\nnothing was found that keeps flows from arriving");
	if (warnings)
		printf(", %zu warning%s", warnings, warnings == 1 ? "" : "s");
	putchar('\n');
}

static int doctor_run(const struct options *options)
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

const struct command doctor_command = {
	.name = "doctor",
	.arguments = "",
	.run = doctor_run,
	.summary = "Find out why flows do not arrive, and suggest a fix",
	.options = OPTION_JSON,
	.help = "Exit status 0: no problem was found, or only warnings; 4: something keeps "
		"flows from arriving.",
};
