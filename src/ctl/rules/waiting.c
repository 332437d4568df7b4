// SPDX-License-Identifier: GPL-2.0
#include "waiting.h"

#include "kernel/links.h"
#include "text/json.h"

bool rules_wait(const json_t *spec)
{
	const char *device = json_text(spec, "device");

	return device[0] && !link_found(device);
}
