// SPDX-License-Identifier: GPL-2.0
/*
 * How long bottom halves were off, as /proc/netflow_bench, by two measures:
 *
 * clock: which goes on while the machine runs another process in place of this CPU.
 * CPU time: what the work took of it. In User Mode Linux a CPU is a thread of the
 *	machine's, and a kernel is a process's code, which may ask for that thread's time.
 *
 * A line for each width of the histogram has its lower bound in microseconds and the
 * numbers of times: in the packet path by clock and by CPU time, and in all else by
 * clock and by CPU time. The line "longest" has nanoseconds in the same order, the line
 * "asking" those that were taken off for asking, by clock and by CPU time. Writing to it
 * begins anew.
 */
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/time.h>

#include "bench_bh.h"

#undef local_bh_disable
#undef local_bh_enable

/* What the machine, not this kernel, calls so. */
#define HOST_CLOCK_GETTIME	228
#define TRIES			10000

enum measure {
	CLOCK,
	CPU_TIME,
	MEASURES,
};

enum place {
	IN_PACKET,
	IN_CONTROL,
	PLACES,
};

static const u32 bounds_us[] = { 0, 1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 200, 500, 1000 };

struct bench_cpu {
	u64 begin[MEASURES];
	u64 times[PLACES][MEASURES][ARRAY_SIZE(bounds_us)];
	u64 longest[PLACES][MEASURES];
};

static DEFINE_PER_CPU(struct bench_cpu, bench_cpus);
/* What asking for the times alone takes. */
static u64 asking[MEASURES];

/* CPU time of the thread of the machine's that is this CPU */
static u64 cpu_time(void)
{
	struct __kernel_timespec time;
	long status;

	asm volatile("syscall" : "=a" (status)
		     : "0" (HOST_CLOCK_GETTIME), "D" (CLOCK_THREAD_CPUTIME_ID), "S" (&time)
		     : "rcx", "r11", "memory");
	return status ? 0 : time.tv_sec * NSEC_PER_SEC + time.tv_nsec;
}

static __always_inline void begin(u64 times[MEASURES])
{
	times[CLOCK] = ktime_get_ns();
	times[CPU_TIME] = cpu_time();
}

static __always_inline void end(u64 times[MEASURES])
{
	times[CPU_TIME] = cpu_time() - times[CPU_TIME];
	times[CLOCK] = ktime_get_ns() - times[CLOCK];
}

void bench_bh_off(void)
{
	begin(this_cpu_ptr(&bench_cpus)->begin);
}
EXPORT_SYMBOL_GPL(bench_bh_off);

void bench_bh_on(void)
{
	struct bench_cpu *cpu = this_cpu_ptr(&bench_cpus);
	/* A packet comes with bottom halves off already. */
	int place = softirq_count() == SOFTIRQ_DISABLE_OFFSET ? IN_CONTROL : IN_PACKET;
	int measure;

	end(cpu->begin);
	for (measure = 0; measure < MEASURES; measure++) {
		u64 time = cpu->begin[measure] - min(cpu->begin[measure], asking[measure]);
		int i = ARRAY_SIZE(bounds_us) - 1;

		while (time < bounds_us[i] * NSEC_PER_USEC)
			i--;
		cpu->times[place][measure][i]++;
		cpu->longest[place][measure] = max(cpu->longest[place][measure], time);
	}
}
EXPORT_SYMBOL_GPL(bench_bh_on);

static void ask_for_nothing(void)
{
	u64 times[MEASURES];
	int i, measure;

	memset(asking, 0xff, sizeof(asking));
	preempt_disable();
	for (i = 0; i < TRIES; i++) {
		begin(times);
		end(times);
		for (measure = 0; measure < MEASURES; measure++)
			asking[measure] = min(asking[measure], times[measure]);
	}
	preempt_enable();
}

static void show_times(struct seq_file *seq, int i)
{
	int place, measure, cpu;

	seq_printf(seq, "%u", bounds_us[i]);
	for (place = 0; place < PLACES; place++) {
		for (measure = 0; measure < MEASURES; measure++) {
			u64 times = 0;

			for_each_possible_cpu(cpu)
				times += per_cpu(bench_cpus, cpu).times[place][measure][i];
			seq_printf(seq, " %llu", times);
		}
	}
	seq_putc(seq, '\n');
}

static void show_longest(struct seq_file *seq)
{
	int place, measure, cpu;

	seq_puts(seq, "longest");
	for (place = 0; place < PLACES; place++) {
		for (measure = 0; measure < MEASURES; measure++) {
			u64 longest = 0;

			for_each_possible_cpu(cpu)
				longest = max(longest,
					      per_cpu(bench_cpus, cpu).longest[place][measure]);
			seq_printf(seq, " %llu", longest);
		}
	}
	seq_putc(seq, '\n');
}

static int bench_show(struct seq_file *seq, void *v)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(bounds_us); i++)
		show_times(seq, i);
	show_longest(seq);
	seq_printf(seq, "asking %llu %llu\n", asking[CLOCK], asking[CPU_TIME]);
	return 0;
}

static int bench_open(struct inode *inode, struct file *file)
{
	return single_open(file, bench_show, NULL);
}

static ssize_t bench_write(struct file *file, const char __user *text, size_t size, loff_t *at)
{
	int i;

	for_each_possible_cpu(i) {
		struct bench_cpu *cpu = per_cpu_ptr(&bench_cpus, i);

		memset(cpu->times, 0, sizeof(cpu->times));
		memset(cpu->longest, 0, sizeof(cpu->longest));
	}
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
	if (!IS_ENABLED(CONFIG_UML) || !cpu_time())
		return -EOPNOTSUPP;
	ask_for_nothing();
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
