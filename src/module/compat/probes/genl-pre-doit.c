// SPDX-License-Identifier: GPL-2.0
/*
 * struct genl_family, .pre_doit
 *
 * FULL		until 6.1: the command is described by a struct genl_ops
 * SPLIT	since 6.2: struct genl_split_ops
 *
 * One of: FULL, SPLIT
 * Look at: include/net/genetlink.h
 */
#include <net/genetlink.h>

#ifdef PROBE_FULL
typedef int (*pre_doit_t)(const struct genl_ops *ops, struct sk_buff *skb,
			  struct genl_info *info);
#else
typedef int (*pre_doit_t)(const struct genl_split_ops *ops, struct sk_buff *skb,
			  struct genl_info *info);
#endif

static __maybe_unused void probe(struct genl_family *family, pre_doit_t pre_doit)
{
	family->pre_doit = pre_doit;
}
