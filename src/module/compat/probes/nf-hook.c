// SPDX-License-Identifier: GPL-2.0
/*
 * struct nf_hook_ops and the hook function, unchanged from 5.10 to 7.3
 *
 * One of: KNOWN
 * Look at: include/linux/netfilter.h
 */
#include <linux/netfilter.h>

typedef unsigned int (*hook_t)(void *priv, struct sk_buff *skb,
			       const struct nf_hook_state *state);

static __maybe_unused int probe(struct net *net, struct nf_hook_ops *ops, hook_t hook)
{
	ops->hook = hook;
	ops->priv = NULL;
	return nf_register_net_hooks(net, ops, 1);
}
