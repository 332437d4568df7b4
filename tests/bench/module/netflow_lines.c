// SPDX-License-Identifier: GPL-2.0
/*
 * How many lines of memory, of 64 bytes, are touched while bottom halves are off: what
 * that takes is bounded by them, whatever the machine does meanwhile. The modules are
 * built with -fsanitize=thread: the compiler puts a call in front of each of their accesses,
 * which here notes the line. What functions of the kernel touch on their behalf is not seen.
 *
 * Reading /proc/netflow_lines gives the largest number of different lines in a stretch, how
 * many stretches there were, and where the largest ended: of the packet path in the line
 * "packet", of all else in "control". Writing to it begins anew.
 */
#define BENCH_LINES

#include <linux/hash.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "bench_bh.h"

#undef local_bh_disable
#undef local_bh_enable

#define LINE_SHIFT	6
#define SET_BITS	13
/* Of the set: more are not told apart from this many. */
#define LINES_MAX	(1 << (SET_BITS - 1))

enum place {
	IN_PACKET,
	IN_CONTROL,
	PLACES,
};

static const char *const place_names[] = { "packet", "control" };

/* @stretch: the number of this one; a line of the set is in it if it has the same */
struct lines_cpu {
	bool open;
	u32 stretch;
	u32 lines;
	u64 stretches[PLACES];
	u32 most[PLACES];
	void *most_at[PLACES];
	struct {
		unsigned long line;
		u32 stretch;
	} set[1 << SET_BITS];
};

static struct lines_cpu *lines_cpus[NR_CPUS];

static void note_line(struct lines_cpu *cpu, unsigned long line)
{
	u32 at = hash_long(line, SET_BITS);

	for (; cpu->set[at].stretch == cpu->stretch; at = (at + 1) % (1 << SET_BITS))
		if (cpu->set[at].line == line)
			return;
	if (cpu->lines == LINES_MAX)
		return;
	cpu->set[at].line = line;
	cpu->set[at].stretch = cpu->stretch;
	cpu->lines++;
}

static void note(void *at, unsigned long size)
{
	struct lines_cpu *cpu = lines_cpus[raw_smp_processor_id()];
	unsigned long line = (unsigned long)at >> LINE_SHIFT;

	if (!cpu->open)
		return;
	for (; line <= ((unsigned long)at + size - 1) >> LINE_SHIFT; line++)
		note_line(cpu, line);
}

void bench_bh_off(void)
{
	struct lines_cpu *cpu = lines_cpus[smp_processor_id()];

	cpu->stretch++;
	cpu->lines = 0;
	cpu->open = true;
}
EXPORT_SYMBOL_GPL(bench_bh_off);

void bench_bh_on(void)
{
	struct lines_cpu *cpu = lines_cpus[smp_processor_id()];
	/* A packet comes with bottom halves off already. */
	enum place place = softirq_count() == SOFTIRQ_DISABLE_OFFSET ? IN_CONTROL : IN_PACKET;

	cpu->open = false;
	cpu->stretches[place]++;
	if (cpu->lines <= cpu->most[place])
		return;
	cpu->most[place] = cpu->lines;
	cpu->most_at[place] = __builtin_return_address(0);
}
EXPORT_SYMBOL_GPL(bench_bh_on);

#define ACCESS(name, size)		\
	void name(void *at)		\
	{				\
		note(at, size);		\
	}				\
	EXPORT_SYMBOL_GPL(name)

#define RANGE(name)						\
	void name(void *at, unsigned long size)			\
	{							\
		if (size)					\
			note(at, size);				\
	}							\
	EXPORT_SYMBOL_GPL(name)

ACCESS(__tsan_read1, 1);
ACCESS(__tsan_read2, 2);
ACCESS(__tsan_read4, 4);
ACCESS(__tsan_read8, 8);
ACCESS(__tsan_read16, 16);
ACCESS(__tsan_write1, 1);
ACCESS(__tsan_write2, 2);
ACCESS(__tsan_write4, 4);
ACCESS(__tsan_write8, 8);
ACCESS(__tsan_write16, 16);
ACCESS(__tsan_unaligned_read2, 2);
ACCESS(__tsan_unaligned_read4, 4);
ACCESS(__tsan_unaligned_read8, 8);
ACCESS(__tsan_unaligned_read16, 16);
ACCESS(__tsan_unaligned_write2, 2);
ACCESS(__tsan_unaligned_write4, 4);
ACCESS(__tsan_unaligned_write8, 8);
ACCESS(__tsan_unaligned_write16, 16);
RANGE(__tsan_read_range);
RANGE(__tsan_write_range);

void __tsan_init(void)
{
}
EXPORT_SYMBOL_GPL(__tsan_init);

static int lines_show(struct seq_file *seq, void *v)
{
	int place, i;

	for (place = 0; place < PLACES; place++) {
		struct lines_cpu *most = lines_cpus[0];
		u64 stretches = 0;

		for_each_possible_cpu(i) {
			stretches += lines_cpus[i]->stretches[place];
			if (lines_cpus[i]->most[place] > most->most[place])
				most = lines_cpus[i];
		}
		seq_printf(seq, "%s %u %llu %pS\n", place_names[place], most->most[place],
			   stretches, most->most_at[place]);
	}
	return 0;
}

static int lines_open(struct inode *inode, struct file *file)
{
	return single_open(file, lines_show, NULL);
}

static ssize_t lines_write(struct file *file, const char __user *text, size_t size, loff_t *at)
{
	int i;

	for_each_possible_cpu(i) {
		memset(lines_cpus[i]->stretches, 0, sizeof(lines_cpus[i]->stretches));
		memset(lines_cpus[i]->most, 0, sizeof(lines_cpus[i]->most));
	}
	return size;
}

static const struct proc_ops lines_proc_ops = {
	.proc_open = lines_open,
	.proc_read = seq_read,
	.proc_write = lines_write,
	.proc_release = single_release,
};

static void lines_free(void)
{
	int i;

	for_each_possible_cpu(i)
		kvfree(lines_cpus[i]);
}

static int __init lines_init(void)
{
	int i;

	for_each_possible_cpu(i) {
		lines_cpus[i] = kvzalloc(sizeof(*lines_cpus[i]), GFP_KERNEL);
		if (!lines_cpus[i])
			goto error;
	}
	if (!proc_create("netflow_lines", 0600, NULL, &lines_proc_ops))
		goto error;
	return 0;

error:
	lines_free();
	return -ENOMEM;
}

static void __exit lines_exit(void)
{
	remove_proc_entry("netflow_lines", NULL);
	lines_free();
}

module_init(lines_init);
module_exit(lines_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Lines of memory touched with bottom halves off, for the benchmark");
