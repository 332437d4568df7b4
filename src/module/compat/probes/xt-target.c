// SPDX-License-Identifier: GPL-2.0
/*
 * struct xt_target: the callbacks, unchanged from 5.10 to 7.3
 *
 * One of: KNOWN
 * Look at: include/linux/netfilter/x_tables.h
 */
#include <linux/netfilter/x_tables.h>

typedef unsigned int (*target_t)(struct sk_buff *skb, const struct xt_action_param *par);
typedef int (*checkentry_t)(const struct xt_tgchk_param *par);
typedef void (*destroy_t)(const struct xt_tgdtor_param *par);

static __maybe_unused void probe(struct xt_target *target, target_t fn, checkentry_t checkentry,
				 destroy_t destroy)
{
	target->target = fn;
	target->checkentry = checkentry;
	target->destroy = destroy;
}
