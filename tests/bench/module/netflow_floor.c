// SPDX-License-Identifier: GPL-2.0
/*
 * What a flow table cannot be cheaper than on this machine: a key, its hash, and one
 * line of 64 bytes to count in, of as many as there are flows. It is measured here in
 * the kernel, so that the lines are in memory that is mapped as a flow table's is.
 *
 * overlapping: the next packet waits for nothing, so the CPU works on several at once.
 *	The packets of a receive path, a thousand instructions apart, it cannot.
 * chained: the next packet's key depends on the line that the last one counted in.
 *
 * Writing "FLOWS PACKETS SLICES" to /proc/netflow_floor measures; reading it gives for
 * each slice picoseconds a packet, "overlapping chained".
 */
#include <linux/gfp.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/siphash.h>

#define FLOOR_SLICES		16
#define FLOOR_ORDER		9
#define FLOOR_LINES_SHIFT	(PAGE_SHIFT + FLOOR_ORDER - 6)
#define FLOOR_CHUNKS		128

struct floor_key {
	u32 source, destination;
	u32 ports, interface, rest;
};

/* others counts the packets that another key had before; nothing is 0, which only memory tells. */
struct floor_line {
	u64 packets, bytes;
	struct floor_key key;
	u32 others;
	u64 nothing;
	u64 unused[2];
};

static_assert(sizeof(struct floor_line) == 64);

static const hsiphash_key_t floor_secret = { { 0x736f6d6570736575, 0x646f72616e646f6d } };
static struct floor_line *floor_chunks[FLOOR_CHUNKS];
static u64 floor_ps[2][FLOOR_SLICES];
static u32 floor_slices;

static struct floor_line *floor_line_of(const struct floor_key *key, u32 flows)
{
	u32 i = reciprocal_scale(hsiphash(key, sizeof(*key), &floor_secret), flows);

	return &floor_chunks[i >> FLOOR_LINES_SHIFT][i & ((1 << FLOOR_LINES_SHIFT) - 1)];
}

static __always_inline void floor_run(u32 flows, u32 packets, bool chained)
{
	static u64 random = 88172645463325252;
	u32 i;

	for (i = 0; i < packets; i++) {
		struct floor_key key = { .destination = 0xc6120001, .interface = 2, .rest = 17 };
		struct floor_line *line;

		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		key.source = reciprocal_scale(random >> 32, flows);
		line = floor_line_of(&key, flows);
		/* Without a branch: which key was here before cannot be foreseen. */
		line->others += line->key.source != key.source;
		line->key = key;
		line->packets++;
		line->bytes += 46;
		if (chained)
			random += READ_ONCE(line->nothing);
	}
}

static noinline u64 floor_slice(u32 flows, u32 packets, bool chained)
{
	u64 begin = ktime_get_ns();

	if (chained)
		floor_run(flows, packets, true);
	else
		floor_run(flows, packets, false);
	return div_u64((ktime_get_ns() - begin) * 1000, packets);
}

static int floor_show(struct seq_file *seq, void *v)
{
	u32 i;

	for (i = 0; i < floor_slices; i++)
		seq_printf(seq, "%llu %llu\n", floor_ps[0][i], floor_ps[1][i]);
	return 0;
}

static int floor_open(struct inode *inode, struct file *file)
{
	return single_open(file, floor_show, NULL);
}

static ssize_t floor_write(struct file *file, const char __user *user, size_t size, loff_t *at)
{
	u32 flows, packets, slices, i;
	char text[64] = "";

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user, size))
		return -EFAULT;
	if (sscanf(text, "%u %u %u", &flows, &packets, &slices) != 3 || !packets ||
	    slices > FLOOR_SLICES || flows > FLOOR_CHUNKS << FLOOR_LINES_SHIFT)
		return -EINVAL;
	/* What another one left in the CPU's caches is no part of the figures. */
	floor_slice(flows, packets, false);
	for (i = 0; i < slices; i++) {
		floor_ps[0][i] = floor_slice(flows, packets, false);
		cond_resched();
		floor_ps[1][i] = floor_slice(flows, packets, true);
		cond_resched();
	}
	floor_slices = slices;
	return size;
}

static const struct proc_ops floor_proc_ops = {
	.proc_open = floor_open,
	.proc_read = seq_read,
	.proc_write = floor_write,
	.proc_release = single_release,
};

static void floor_free(void)
{
	int i;

	for (i = 0; i < FLOOR_CHUNKS; i++)
		free_pages((unsigned long)floor_chunks[i], FLOOR_ORDER);
}

static int __init floor_init(void)
{
	int i;

	for (i = 0; i < FLOOR_CHUNKS; i++) {
		floor_chunks[i] = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, FLOOR_ORDER);
		if (!floor_chunks[i])
			goto error;
	}
	if (!proc_create("netflow_floor", 0600, NULL, &floor_proc_ops))
		goto error;
	return 0;

error:
	floor_free();
	return -ENOMEM;
}

static void __exit floor_exit(void)
{
	remove_proc_entry("netflow_floor", NULL);
	floor_free();
}

module_init(floor_init);
module_exit(floor_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("The floor under the cost of a flow table, for the benchmark");
