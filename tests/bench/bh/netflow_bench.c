// SPDX-License-Identifier: GPL-2.0
/*
 * How long bottom halves were off, as /proc/netflow_bench: a line for each width of
 * the histogram with its lower bound in microseconds, the number of times in the
 * packet path, and that of all else. Writing to it begins anew.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#include "bench_bh.h"

#undef local_bh_disable
#undef local_bh_enable

static const u32 bounds_us[] = { 0, 1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 200, 500, 1000 };

struct bench_cpu {
	u64 begin;
	u64 times[2][ARRAY_SIZE(bounds_us)];
	u64 longest[2];
};

static DEFINE_PER_CPU(struct bench_cpu, bench_cpus);

void bench_bh_off(void)
{
	this_cpu_ptr(&bench_cpus)->begin = ktime_get_ns();
}
EXPORT_SYMBOL_GPL(bench_bh_off);

void bench_bh_on(void)
{
	struct bench_cpu *cpu = this_cpu_ptr(&bench_cpus);
	u64 time = ktime_get_ns() - cpu->begin;
	int i = ARRAY_SIZE(bounds_us) - 1;
	/* A packet comes with bottom halves off already. */
	int control = softirq_count() == SOFTIRQ_DISABLE_OFFSET;

	while (time < bounds_us[i] * NSEC_PER_USEC)
		i--;
	cpu->times[control][i]++;
	cpu->longest[control] = max(cpu->longest[control], time);
}
EXPORT_SYMBOL_GPL(bench_bh_on);

static int bench_show(struct seq_file *seq, void *v)
{
	u64 longest[2] = {};
	int i, cpu;

	for (i = 0; i < ARRAY_SIZE(bounds_us); i++) {
		u64 packet = 0, control = 0;

		for_each_possible_cpu(cpu) {
			packet += per_cpu(bench_cpus, cpu).times[0][i];
			control += per_cpu(bench_cpus, cpu).times[1][i];
		}
		seq_printf(seq, "%u %llu %llu\n", bounds_us[i], packet, control);
	}
	for_each_possible_cpu(cpu) {
		longest[0] = max(longest[0], per_cpu(bench_cpus, cpu).longest[0]);
		longest[1] = max(longest[1], per_cpu(bench_cpus, cpu).longest[1]);
	}
	seq_printf(seq, "longest %llu %llu\n", longest[0], longest[1]);
	return 0;
}

static int bench_open(struct inode *inode, struct file *file)
{
	return single_open(file, bench_show, NULL);
}

static ssize_t bench_write(struct file *file, const char __user *text, size_t size, loff_t *at)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&bench_cpus, cpu), 0, sizeof(struct bench_cpu));
	return size;
}

static const struct proc_ops bench_proc_ops = {
	.proc_open = bench_open,
	.proc_read = seq_read,
	.proc_write = bench_write,
	.proc_release = single_release,
};

static int __init bench_init(void)
{
	return proc_create("netflow_bench", 0600, NULL, &bench_proc_ops) ? 0 : -ENOMEM;
}

static void __exit bench_exit(void)
{
	remove_proc_entry("netflow_bench", NULL);
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Time with bottom halves off, for the benchmark");
