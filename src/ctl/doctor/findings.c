// SPDX-License-Identifier: GPL-2.0
#include "findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "text/json.h"
#include "text/quote.h"

static const char *const names[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_NOTICE] = "notice",
	[DOCTOR_WARNING] = "warning",
	[DOCTOR_ERROR] = "error",
};

/* Names of nftables may hold anything: no control characters, and nothing but UTF-8. */
static void make_printable(char *text)
{
	json_t *valid = json_string(text);

	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f || (!valid && *text & 0x80))
			*text = '?';
	json_decref(valid);
}

void finding(json_t *findings, enum doctor_state state, const char *check, const char *command,
	     const char *format, ...)
{
	char what[512];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	make_printable(what);
	json_array_append_new(findings, json_pack("{s:s, s:s, s:s, s:s?, s:n}", "check", check,
						  "state", names[state], "what", what, "command",
						  command, "hint"));
}

void finding_hint(json_t *findings, const char *hint)
{
	json_t *newest = json_array_get(findings, json_array_size(findings) - 1);

	json_object_set_new(newest, "hint", json_string(hint));
}

const char *finding_chain(const json_t *rule, char *command)
{
	const char *table = json_text(rule, "table"), *chain = json_text(rule, "chain");

	snprintf(command, FINDING_COMMAND_SIZE, "nft list chain %s %s %s",
		 json_text(rule, "family"), table, chain);
	return is_nft_name(table) && is_nft_name(chain) ? command : NULL;
}

enum doctor_state finding_state(const json_t *one)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], json_text(one, "state")))
			return i;
	return DOCTOR_ERROR;
}
