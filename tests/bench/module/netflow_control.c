// SPDX-License-Identifier: GPL-2.0
/*
 * Whether this CPU has its core to itself: a machine that it shares the core with takes
 * half of what can be begun in a cycle, and this begins as much as it can.
 *
 * Reading /proc/netflow_control gives nanoseconds, on the CPU of the reader.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

/* About a millisecond. */
#define CONTROL_TIMES	100000

/* Additions that wait for nothing but the same one before; none of them is left out or joined. */
static __always_inline void control_step(u64 *a, u64 *b, u64 *c, u64 *d, u64 *e, u64 *f)
{
	*a += 1;
	*b += 2;
	*c += 3;
	*d += 5;
	*e += 7;
	*f += 11;
	asm volatile("" : "+r"(*a), "+r"(*b), "+r"(*c), "+r"(*d), "+r"(*e), "+r"(*f));
}

static noinline u64 control_ns(void)
{
	u64 a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, begin = ktime_get_ns();
	u32 i;

	for (i = 0; i < CONTROL_TIMES; i++) {
		control_step(&a, &b, &c, &d, &e, &f);
		control_step(&a, &b, &c, &d, &e, &f);
		control_step(&a, &b, &c, &d, &e, &f);
		control_step(&a, &b, &c, &d, &e, &f);
	}
	return ktime_get_ns() - begin;
}

static int control_show(struct seq_file *seq, void *v)
{
	seq_printf(seq, "%llu\n", control_ns());
	return 0;
}

static int __init control_init(void)
{
	return proc_create_single("netflow_control", 0600, NULL, control_show) ? 0 : -ENOMEM;
}

static void __exit control_exit(void)
{
	remove_proc_entry("netflow_control", NULL);
}

module_init(control_init);
module_exit(control_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Whether a CPU has its core to itself, for the benchmark");
