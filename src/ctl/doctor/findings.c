// SPDX-License-Identifier: GPL-2.0
#include "findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "text/json.h"

static const char *const names[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_NOTICE] = "notice",
	[DOCTOR_WARNING] = "warning",
	[DOCTOR_ERROR] = "error",
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
						  names[state], "what", what, "command",
						  command));
}

enum doctor_state finding_state(const json_t *one)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], json_text(one, "state")))
			return i;
	return DOCTOR_ERROR;
}
