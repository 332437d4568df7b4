/* SPDX-License-Identifier: GPL-2.0 */
/* The reasons for which requests of the netlink family are refused. */
#ifndef _NETFLOW_REFUSAL_H
#define _NETFLOW_REFUSAL_H

#include <net/genetlink.h>

#include "settings/settings.h"

/**
 * struct netflow_refusal - why a request is refused
 * @constant: for kernels before 6.2, whose answers can quote only constant messages
 * @error: the message for all others
 */
struct netflow_refusal {
	const char *constant;
	struct netflow_error error;
};

/**
 * netflow_refusal_of_setting - get the constant message about a setting's value
 * @attr: NETFLOW_SETTING_*
 * Context: any.
 * Return: the message.
 */
const char *netflow_refusal_of_setting(int attr);

/**
 * netflow_refusal_answer - put the reason in the answer to a request
 * @extack: of the request; NULL: the kernel wants no reason
 * @refusal: the reason. If its message is too long for an answer, whole clauses are left out
 * Context: process.
 */
void netflow_refusal_answer(struct netlink_ext_ack *extack,
			    const struct netflow_refusal *refusal);

/**
 * netflow_refusal_of_doubles - refuse a request that has an attribute twice
 * @ops: not used; the kernel calls this before each command, as genl_family.pre_doit
 * @skb: not used
 * @info: the request, which complies with the command's policy
 *
 * Of two attributes of one type only the last would have an effect.
 * Context: process.
 * Return: 0; or -EINVAL, with the reason in the answer.
 */
int netflow_refusal_of_doubles(const struct genl_split_ops *ops, struct sk_buff *skb,
			       struct genl_info *info);

/**
 * netflow_refusal_of_dump - the same for a dump; for genl_ops.start
 * @cb: the dump, whose request complies with the command's policy, which allows no nests
 * Context: process.
 * Return: 0; or -EINVAL, with the reason in the answer.
 */
int netflow_refusal_of_dump(struct netlink_callback *cb);

#endif /* _NETFLOW_REFUSAL_H */
