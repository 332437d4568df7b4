// SPDX-License-Identifier: GPL-2.0
/*
 * dst_rt6_info()
 *
 * NONE		until 6.9: use container_of()
 * MACRO	since 6.10 (e8dfd42c17fa "ipv6: introduce dst_rt6_info() helper")
 *
 * First of: MACRO, NONE
 * Look at: include/net/ip6_fib.h
 */
#include <net/ip6_fib.h>

static __maybe_unused const struct rt6_info *probe(const struct dst_entry *dst)
{
#ifdef PROBE_MACRO
	return dst_rt6_info(dst);
#else
	return container_of(dst, struct rt6_info, dst);
#endif
}
