// SPDX-License-Identifier: GPL-2.0
/*
 * Check that probing works: a function that no kernel has must be missing.
 *
 * One of: GOOD, BAD
 */
#include <linux/module.h>

#ifdef PROBE_GOOD
#define CALL() jiffies_to_msecs(1)
#else
#define CALL() netflow_no_such_function(1)
#endif

static __maybe_unused unsigned int probe(void)
{
	return CALL();
}
