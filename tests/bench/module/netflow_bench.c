// SPDX-License-Identifier: GPL-2.0
/*
 * How long bottom halves were off, as /proc/netflow_bench, by three measures:
 *
 * clock: which goes on while the machine runs another process in place of this CPU.
 * CPU time: what the work took of it. In User Mode Linux a CPU is a thread of the
 *	machine's, and a kernel is a process's code, which may ask for that thread's time.
 * undisturbed: CPU time, of those times only in which that thread had no page fault,
 *	which comes of memory that is touched for the first time, and no other one ran in
 *	between, which leaves it caches without what it works on.
 *
 * A line for each width of the histogram has its lower bound in microseconds and the
 * numbers of times: in the packet path by each measure, in all else of the modules, and in
 * what measures nothing, see below. The lines "longest" and "sum" have nanoseconds in the
 * same order, the line "asking" what was taken off for asking, and "packet", "control" and
 * "nothing" tell where the longest CPU time ended.
 *
 * Writing "reset" to it begins anew. After "hold 1" this CPU's interrupts, which in User Mode
 * Linux are signals, are held off as well while bottom halves are, until "hold 0". "nothing
 * MS" measures, for MS milliseconds on the writer's CPU, stretches of computing that touches
 * no memory: what is longer in them than in others is the machine's.
 */
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/resource.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#include "bench_bh.h"

#undef local_bh_disable
#undef local_bh_enable

/* What the machine, not this kernel, calls so. */
#define HOST_GETRUSAGE		98
#define HOST_CLOCK_GETTIME	228
#define TRIES			10000
/*
 * Of the computing that stands for work: as long as most stretches, half a microsecond. What
 * disturbs the asking is counted as well, so it must be asked as often in a second.
 */
#define STEPS			300

enum measure {
	CLOCK,
	CPU_TIME,
	UNDISTURBED,
	MEASURES,
};

enum place {
	IN_PACKET,
	IN_CONTROL,
	IN_NOTHING,
	PLACES,
};

static const char *const place_names[] = { "packet", "control", "nothing" };

static const u32 bounds_us[] = { 0, 1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 200, 500, 1000 };

struct bench_moment {
	u64 ns[MEASURES];
	u64 disturbances;
};

struct bench_cpu {
	struct bench_moment begin;
	bool held;
	unsigned long flags;
	u64 times[PLACES][MEASURES][ARRAY_SIZE(bounds_us)];
	u64 longest[PLACES][MEASURES];
	u64 sum[PLACES][MEASURES];
	/* Where the longest CPU time ended */
	void *longest_at[PLACES];
};

static DEFINE_PER_CPU(struct bench_cpu, bench_cpus);
/* What asking for the times alone takes. */
static u64 asking[MEASURES];
/* Interrupts are held off, too. */
static bool hold;

static long host(long call, long which, void *answer)
{
	long status;

	asm volatile("syscall" : "=a" (status) : "0" (call), "D" (which), "S" (answer)
		     : "rcx", "r11", "memory");
	return status;
}

/* CPU time of the thread of the machine's that is this CPU */
static u64 cpu_time(void)
{
	struct __kernel_timespec time;

	if (host(HOST_CLOCK_GETTIME, CLOCK_THREAD_CPUTIME_ID, &time))
		return 0;
	return time.tv_sec * NSEC_PER_SEC + time.tv_nsec;
}

static u64 disturbances(void)
{
	struct rusage usage;

	if (host(HOST_GETRUSAGE, RUSAGE_THREAD, &usage))
		return 0;
	return usage.ru_minflt + usage.ru_majflt + usage.ru_nvcsw + usage.ru_nivcsw;
}

static void begin(struct bench_moment *moment)
{
	moment->disturbances = disturbances();
	moment->ns[CLOCK] = ktime_get_ns();
	moment->ns[CPU_TIME] = cpu_time();
}

/* end: what was since begin */
static void end(struct bench_moment *moment)
{
	moment->ns[CPU_TIME] = cpu_time() - moment->ns[CPU_TIME];
	moment->ns[CLOCK] = ktime_get_ns() - moment->ns[CLOCK];
	moment->ns[UNDISTURBED] = moment->ns[CPU_TIME];
	moment->disturbances = disturbances() - moment->disturbances;
}

void bench_bh_off(void)
{
	struct bench_cpu *cpu = this_cpu_ptr(&bench_cpus);

	cpu->held = READ_ONCE(hold);
	if (cpu->held)
		local_irq_save(cpu->flags);
	begin(&cpu->begin);
}
EXPORT_SYMBOL_GPL(bench_bh_off);

static void count(struct bench_cpu *cpu, enum place place, enum measure measure, void *at)
{
	u64 time = cpu->begin.ns[measure] - min(cpu->begin.ns[measure], asking[measure]);
	int i = ARRAY_SIZE(bounds_us) - 1;

	while (time < bounds_us[i] * NSEC_PER_USEC)
		i--;
	cpu->times[place][measure][i]++;
	cpu->sum[place][measure] += time;
	if (time <= cpu->longest[place][measure])
		return;
	cpu->longest[place][measure] = time;
	if (measure == CPU_TIME)
		cpu->longest_at[place] = at;
}

static void end_in(enum place place, void *at)
{
	struct bench_cpu *cpu = this_cpu_ptr(&bench_cpus);

	end(&cpu->begin);
	count(cpu, place, CLOCK, at);
	count(cpu, place, CPU_TIME, at);
	if (!cpu->begin.disturbances)
		count(cpu, place, UNDISTURBED, at);
	if (cpu->held)
		local_irq_restore(cpu->flags);
}

void bench_bh_on(void)
{
	/* A packet comes with bottom halves off already. */
	enum place place = softirq_count() == SOFTIRQ_DISABLE_OFFSET ? IN_CONTROL : IN_PACKET;

	end_in(place, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(bench_bh_on);

static void ask_for_nothing(void)
{
	struct bench_moment moment;
	int i, measure;

	memset(asking, 0xff, sizeof(asking));
	preempt_disable();
	for (i = 0; i < TRIES; i++) {
		begin(&moment);
		end(&moment);
		for (measure = 0; measure < MEASURES; measure++)
			asking[measure] = min(asking[measure], moment.ns[measure]);
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

static void show_longest_and_sums(struct seq_file *seq)
{
	u64 longest[PLACES * MEASURES] = {}, sum[PLACES * MEASURES] = {};
	int i, cpu;

	for_each_possible_cpu(cpu) {
		for (i = 0; i < PLACES * MEASURES; i++) {
			const struct bench_cpu *one = per_cpu_ptr(&bench_cpus, cpu);
			int place = i / MEASURES, measure = i % MEASURES;

			longest[i] = max(longest[i], one->longest[place][measure]);
			sum[i] += one->sum[place][measure];
		}
	}
	seq_puts(seq, "longest");
	for (i = 0; i < PLACES * MEASURES; i++)
		seq_printf(seq, " %llu", longest[i]);
	seq_puts(seq, "\nsum");
	for (i = 0; i < PLACES * MEASURES; i++)
		seq_printf(seq, " %llu", sum[i]);
	seq_putc(seq, '\n');
}

static void show_longest_at(struct seq_file *seq, enum place place)
{
	struct bench_cpu *longest = NULL;
	int i;

	for_each_possible_cpu(i) {
		struct bench_cpu *cpu = per_cpu_ptr(&bench_cpus, i);

		if (!longest || cpu->longest[place][CPU_TIME] > longest->longest[place][CPU_TIME])
			longest = cpu;
	}
	seq_printf(seq, "%s %pS\n", place_names[place], longest->longest_at[place]);
}

static int bench_show(struct seq_file *seq, void *v)
{
	int i, place;

	for (i = 0; i < ARRAY_SIZE(bounds_us); i++)
		show_times(seq, i);
	show_longest_and_sums(seq);
	seq_printf(seq, "asking %llu %llu %llu\n", asking[CLOCK], asking[CPU_TIME],
		   asking[UNDISTURBED]);
	for (place = 0; place < PLACES; place++)
		show_longest_at(seq, place);
	return 0;
}

static int bench_open(struct inode *inode, struct file *file)
{
	return single_open(file, bench_show, NULL);
}

static noinline void compute(void)
{
	u64 random = 88172645463325252;
	int i;

	for (i = 0; i < STEPS; i++) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		/* Somebody needs it. */
		asm volatile("" : "+r" (random));
	}
}

static void measure_nothing(u32 ms)
{
	u64 end = ktime_get_ns() + ms * (u64)NSEC_PER_MSEC;

	while (ktime_get_ns() < end) {
		local_bh_disable();
		bench_bh_off();
		compute();
		end_in(IN_NOTHING, __builtin_return_address(0));
		local_bh_enable();
		cond_resched();
	}
}

static void reset(void)
{
	int i;

	for_each_possible_cpu(i) {
		struct bench_cpu *cpu = per_cpu_ptr(&bench_cpus, i);

		memset(cpu->times, 0, sizeof(cpu->times));
		memset(cpu->longest, 0, sizeof(cpu->longest));
		memset(cpu->sum, 0, sizeof(cpu->sum));
		memset(cpu->longest_at, 0, sizeof(cpu->longest_at));
	}
}

static ssize_t bench_write(struct file *file, const char __user *user, size_t size, loff_t *at)
{
	char text[32] = "";
	u32 number;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, size))
		return -EFAULT;
	if (sscanf(text, "nothing %u", &number) == 1)
		measure_nothing(number);
	else if (sscanf(text, "hold %u", &number) == 1)
		WRITE_ONCE(hold, number);
	else if (strstarts(text, "reset"))
		reset();
	else
		return -EINVAL;
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
