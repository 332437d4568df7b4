/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Users whose user namespaces own network namespaces, what all of their monitors use
 * together, and how much they may use.
 *
 * A user namespace belongs to the user who created its ancestor below the initial one: uids
 * that were mapped to a user, and namespaces inside of namespaces, give no further room.
 */
#ifndef _NETFLOW_OWNER_H
#define _NETFLOW_OWNER_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/uidgid.h>

struct user_namespace;

/**
 * struct netflow_owner - a user with a limit
 * @list: of all owners
 * @uid: in the initial user namespace
 * @references: number of monitors
 * @memory: bytes that these monitors use
 * @monitors: number of these monitors without the default ones
 */
struct netflow_owner {
	struct list_head list;
	kuid_t uid;
	unsigned int references;
	atomic_long_t memory;
	atomic_long_t monitors;
};

/* The limits of each owner, which the initial namespace sets by sysctl. */
extern unsigned long netflow_limit_memory;	/* bytes */
extern unsigned long netflow_limit_monitors;

/**
 * netflow_owner_get - get the owner of a user namespace
 * @ns: the user namespace
 * Context: process.
 * Return: reference for netflow_owner_put(), NULL for the initial user namespace, which has no
 * limit; or ERR_PTR(-ENOMEM)
 */
struct netflow_owner *netflow_owner_get(const struct user_namespace *ns);

/**
 * netflow_owner_put - drop a reference to an owner
 * @owner: from netflow_owner_get(); NULL is allowed
 * Context: process.
 */
void netflow_owner_put(struct netflow_owner *owner);

/**
 * netflow_owner_take - add to what an owner uses unless that would exceed a limit
 * @sum: &netflow_owner.memory or &netflow_owner.monitors
 * @amount: to add
 * @limit: of @sum
 * Context: any.
 * Return: true if it was added
 */
bool netflow_owner_take(atomic_long_t *sum, unsigned long amount, unsigned long limit);

#endif /* _NETFLOW_OWNER_H */
