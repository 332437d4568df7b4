// SPDX-License-Identifier: GPL-2.0
/*
 * Check that probing works: a callback with different arguments must be rejected.
 *
 * One of: GOOD, BAD
 */
#include <linux/seq_file.h>

#ifdef PROBE_GOOD
typedef int (*show_t)(struct seq_file *seq, void *v);
#else
typedef int (*show_t)(const struct seq_file *seq, void *v);
#endif

static __maybe_unused void probe(struct seq_operations *ops, show_t show)
{
	ops->show = show;
}
