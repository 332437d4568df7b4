// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include <errno.h>
#include <string.h>

#include "text/complain.h"
#include "text/json.h"
#include "match.h"
#include "own_table.h"
#include "specs.h"
#include "tables.h"
#include "waiting.h"

/* A table with a new list of rules without matches is deleted and created again. */
static int choose(const char *monitor, const char *table, const json_t *specs,
		  struct own_table *own)
{
	int err = rules_table_choose(monitor, table, own);

	return err || rule_specs_match(specs) ? err : rules_table_check(own->name, false);
}

int rules_replace(const char *monitor, const char *table, const json_t *specs)
{
	json_t *normal = rule_specs_normalise(specs);
	struct own_table own;
	int err;

	if (!json_array_size(normal)) {
		err = rules_remove(monitor);
	} else {
		err = choose(monitor, table, normal, &own);
		if (!err)
			err = rule_specs_match(normal) ? rules_match_replace(&own, normal) :
							 rules_plain_replace(&own, normal);
	}
	json_decref(normal);
	return err;
}

/* The kernel would only report "No such file or directory". */
int rules_check_devices(const json_t *specs)
{
	json_t *spec;
	size_t i;

	json_array_foreach((json_t *)specs, i, spec) {
		if (!rules_wait(spec))
			continue;
		complain("there is no interface '%s' to meter at ingress; 'ip link' lists them",
			 json_text(spec, "device"));
		return -ENODEV;
	}
	return 0;
}

int rules_check(const char *monitor, const char *table, const json_t *specs)
{
	struct own_table own;
	int err;

	if (!json_array_size(specs))
		return 0;
	err = choose(monitor, table, specs, &own);
	if (err)
		return err;
	return rule_specs_match(specs) ? rules_match_check(&own, specs) :
					 rules_plain_check(&own, specs);
}

/* @monitor: NULL: any */
static int remove_tables(const char *monitor)
{
	const char *table, *owner;
	json_t *tables, *value;
	int err = rules_tables(&tables);

	json_object_foreach(tables, table, value) {
		owner = json_string_value(value);
		if (err || !owner || (monitor && strcmp(owner, monitor)))
			continue;
		err = rules_table_check(table, false);
		if (!err)
			err = rules_table_remove(table);
	}
	json_decref(tables);
	return err;
}

int rules_remove(const char *monitor)
{
	return remove_tables(monitor);
}

int rules_remove_all(void)
{
	return remove_tables(NULL);
}
