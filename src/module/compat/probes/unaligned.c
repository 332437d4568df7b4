// SPDX-License-Identifier: GPL-2.0
/*
 * get_unaligned_*(), put_unaligned_*()
 *
 * LINUX	since 6.12 (5f60d5f6bbc1 "move asm/unaligned.h to linux/unaligned.h")
 * ASM		until 6.11
 *
 * First of: LINUX, ASM
 * Look at: include/linux/unaligned.h
 */
#ifdef PROBE_LINUX
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

static __maybe_unused unsigned int probe(const void *p)
{
	return get_unaligned_be16(p);
}
