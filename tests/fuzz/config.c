// SPDX-License-Identifier: GPL-2.0
/* Any text as a configuration file: what is taken is written, read again, and the same. */
#include <stdlib.h>

#include "config/config.h"
#include "config/text.h"
#include "rules/specs.h"
#include "fuzz.h"

static unsigned int mistakes;

static void note(const char *file, unsigned int line, const char *sentence, const char *text)
{
	require(line && file && sentence[0] && text);
	mistakes++;
}

static int parse(struct config *config, const char *text, size_t size)
{
	FILE *in = fmemopen((void *)text, size, "r");
	int err;

	mistakes = 0;
	require(in && !config_init(config));
	err = config_parse(config, in, "FILE", note);
	require(!err == !mistakes);
	fclose(in);
	return err;
}

static char *written(const struct config *config, size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	config_write(config, out);
	fclose(out);
	return text;
}

static void check_same(const struct config *a, const struct config *b)
{
	json_t *one, *other;
	size_t i;

	require(a->count == b->count);
	for (i = 0; i < a->count; i++) {
		require(!memcmp(&a->monitors[i].settings.values, &b->monitors[i].settings.values,
				sizeof(struct netflow_settings)));
		one = rule_specs_normalise(a->monitors[i].specs);
		other = rule_specs_normalise(b->monitors[i].specs);
		require(json_equal(one, other));
		json_decref(one);
		json_decref(other);
	}
}

int fuzz_input(const u8 *data, size_t size)
{
	struct config config, again;
	size_t length;
	char *text;

	if (!size)
		return 0;
	if (!parse(&config, (const char *)data, size)) {
		text = written(&config, &length);
		if (length) {
			require(!parse(&again, text, length));
			check_same(&config, &again);
			config_free(&again);
		}
		free(text);
	}
	config_free(&config);
	return 0;
}
