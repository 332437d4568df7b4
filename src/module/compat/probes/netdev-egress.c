// SPDX-License-Identifier: GPL-2.0
/*
 * The hook NF_NETDEV_EGRESS
 *
 * NONE		until 5.15
 * HOOK		since 5.16 (42df6e1d221d "netfilter: Introduce egress hook")
 *
 * First of: HOOK, NONE
 * Look at: include/uapi/linux/netfilter.h
 */
#include <linux/netfilter.h>

static __maybe_unused unsigned int probe(void)
{
#ifdef PROBE_HOOK
	return NF_NETDEV_EGRESS;
#else
	return NF_NETDEV_INGRESS + 1;
#endif
}
