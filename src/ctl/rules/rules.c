// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include <errno.h>

#include "text/complain.h"
#include "text/json.h"
#include "match.h"
#include "own_table.h"
#include "specs.h"
#include "waiting.h"

int rules_replace(const char *monitor, const json_t *specs)
{
	json_t *normal = rule_specs_normalise(specs);
	int err;

	if (!json_array_size(normal))
		err = rules_remove(monitor);
	else if (rule_specs_match(normal))
		err = rules_match_replace(monitor, normal);
	else
		err = rules_plain_replace(monitor, normal);
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

int rules_check(const char *monitor, const json_t *specs)
{
	if (!json_array_size(specs))
		return 0;
	return rule_specs_match(specs) ? rules_match_check(monitor, specs) :
					 rules_plain_check(monitor, specs);
}
