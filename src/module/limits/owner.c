// SPDX-License-Identifier: GPL-2.0
/* Users and their limits. See owner.h. */
#include "owner.h"

#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>

unsigned long netflow_limit_memory __read_mostly = SZ_64M;
unsigned long netflow_limit_monitors __read_mostly = 64;

/* Protects the list and the references. */
static DEFINE_MUTEX(netflow_owners_mutex);
static LIST_HEAD(netflow_owners);

static struct netflow_owner *netflow_owner_find(kuid_t uid)
{
	struct netflow_owner *owner;

	lockdep_assert_held(&netflow_owners_mutex);
	list_for_each_entry(owner, &netflow_owners, list)
		if (uid_eq(owner->uid, uid))
			return owner;
	/* Survives its monitors only by moments, and is charged to the first one's memcg. */
	owner = kzalloc(sizeof(*owner), GFP_KERNEL_ACCOUNT);
	if (!owner)
		return NULL;
	owner->uid = uid;
	list_add(&owner->list, &netflow_owners);
	return owner;
}

struct netflow_owner *netflow_owner_get(const struct user_namespace *ns)
{
	struct netflow_owner *owner;

	if (ns == &init_user_ns)
		return NULL;
	while (ns->parent != &init_user_ns)
		ns = ns->parent;
	mutex_lock(&netflow_owners_mutex);
	owner = netflow_owner_find(ns->owner);
	if (owner)
		owner->references++;
	mutex_unlock(&netflow_owners_mutex);
	return owner ?: ERR_PTR(-ENOMEM);
}

void netflow_owner_put(struct netflow_owner *owner)
{
	if (!owner)
		return;
	mutex_lock(&netflow_owners_mutex);
	if (!--owner->references) {
		WARN_ON(atomic_long_read(&owner->memory) || atomic_long_read(&owner->monitors));
		list_del(&owner->list);
		kfree(owner);
	}
	mutex_unlock(&netflow_owners_mutex);
}

bool netflow_owner_take(atomic_long_t *sum, unsigned long amount, unsigned long limit)
{
	/* Only who may succeed writes to the line, which many CPUs may share. */
	if (atomic_long_read(sum) + amount > limit)
		return false;
	if ((unsigned long)atomic_long_add_return(amount, sum) <= limit)
		return true;
	atomic_long_sub(amount, sum);
	return false;
}
