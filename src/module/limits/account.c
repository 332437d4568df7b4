// SPDX-License-Identifier: GPL-2.0
/* What a monitor uses. See account.h. */
#include "account.h"

#include <linux/err.h>
#include <linux/memcontrol.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>

#include "settings/text.h"
#include "owner.h"

/* Memory that cannot be refused counts all the same. */
static void netflow_account_add(struct netflow_account *account, size_t size)
{
	if (account->owner)
		atomic_long_add(size, &account->owner->memory);
	atomic_long_add(size, &account->memory);
}

static bool netflow_account_count(struct netflow_account *account)
{
	struct netflow_owner *owner = account->owner;

	if (owner && !netflow_owner_take(&owner->monitors, 1, READ_ONCE(netflow_limit_monitors)))
		return false;
	account->counted = true;
	return true;
}

static void netflow_account_end(struct netflow_account *account)
{
	if (account->owner && account->counted)
		atomic_long_dec(&account->owner->monitors);
	netflow_owner_put(account->owner);
	mem_cgroup_put(account->memcg);
}

int netflow_account_open(struct netflow_account *account, const struct user_namespace *ns,
			 size_t size, bool counted)
{
	struct netflow_owner *owner = netflow_owner_get(ns);

	if (IS_ERR(owner))
		return PTR_ERR(owner);
	account->owner = owner;
	if (!counted) {
		netflow_account_add(account, size);
	} else if (!netflow_account_count(account) || !netflow_account_charge(account, size)) {
		netflow_account_end(account);
		return -EDQUOT;
	}
	netflow_account_remember(account);
	return 0;
}

void netflow_account_close(struct netflow_account *account, size_t size)
{
	netflow_account_uncharge(account, size);
	WARN_ON(atomic_long_read(&account->memory));
	netflow_account_end(account);
}

void netflow_account_remember(struct netflow_account *account)
{
	struct mem_cgroup *old = account->memcg;

	WRITE_ONCE(account->memcg, get_mem_cgroup_from_mm(current->mm));
	mem_cgroup_put(old);
}

bool netflow_account_charge(struct netflow_account *account, size_t size)
{
	struct netflow_owner *owner = account->owner;

	if (owner && !netflow_owner_take(&owner->memory, size, READ_ONCE(netflow_limit_memory))) {
		atomic_long_inc(&account->refusals);
		return false;
	}
	atomic_long_add(size, &account->memory);
	return true;
}

void netflow_account_uncharge(struct netflow_account *account, size_t size)
{
	if (account->owner)
		atomic_long_sub(size, &account->owner->memory);
	atomic_long_sub(size, &account->memory);
}

unsigned long netflow_account_room(const struct netflow_account *account)
{
	unsigned long used, limit = READ_ONCE(netflow_limit_memory);

	if (!account->owner)
		return ULONG_MAX;
	used = atomic_long_read(&account->owner->memory);
	return limit > used ? limit - used : 0;
}

void netflow_account_explain(const struct netflow_account *account, bool creating,
			     struct netflow_error *error)
{
	const struct netflow_owner *owner = account->owner;
	uid_t uid = from_kuid_munged(&init_user_ns, owner->uid);
	unsigned long monitors = atomic_long_read(&owner->monitors);
	unsigned long most = READ_ONCE(netflow_limit_monitors);

	if (creating && monitors >= most)
		netflow_refuse(error,
			       "user %u has %lu of %lu monitors (net.netflow.limit_monitors)",
			       uid, monitors, most);
	else
		netflow_refuse(error, "user %u has %lu of %lu bytes (net.netflow.limit_memory)",
			       uid, (unsigned long)atomic_long_read(&owner->memory),
			       READ_ONCE(netflow_limit_memory));
}
