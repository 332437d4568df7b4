/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a monitor uses: counted for show, charged to its owner's limits and to the memcg of the
 * process that started the monitor.
 *
 * The packet path charges pages or dozens of objects at once, never for a packet of a known
 * flow.
 */
#ifndef _NETFLOW_ACCOUNT_H
#define _NETFLOW_ACCOUNT_H

#include <linux/atomic.h>
#include <linux/types.h>

struct mem_cgroup;
struct netflow_error;
struct netflow_owner;
struct user_namespace;

/**
 * struct netflow_account - what one monitor uses
 * @owner: whose limits apply; NULL: there are none
 * @memcg: charged for what work queues and the packet path allocate; NULL: none
 * @memory: bytes in use
 * @refusals: how often a limit was reached
 * @counted: one of netflow_owner.monitors
 */
struct netflow_account {
	struct netflow_owner *owner;
	struct mem_cgroup *memcg;
	atomic_long_t memory;
	atomic_long_t refusals;
	bool counted;
};

/**
 * netflow_account_open - begin the account of a monitor
 * @account: zeroed
 * @ns: user namespace that owns the monitor's network namespace
 * @size: bytes of the monitor itself
 * @counted: the monitor is one that a user creates; others cannot be refused
 * Context: process.
 * Return: 0; -EDQUOT if a limit is reached; -ENOMEM
 */
int netflow_account_open(struct netflow_account *account, const struct user_namespace *ns,
			 size_t size, bool counted);

/**
 * netflow_account_close - end an account
 * @account: nothing but the monitor itself is in use
 * @size: bytes of the monitor itself
 * Context: process.
 */
void netflow_account_close(struct netflow_account *account, size_t size);

/**
 * netflow_account_remember - charge further memory to the memcg of this process
 * @account: of a monitor that this process starts; the caller serializes starts
 * Context: process.
 */
void netflow_account_remember(struct netflow_account *account);

/**
 * netflow_account_charge - count memory before it is allocated
 * @account: of the monitor
 * @size: in bytes
 * Context: any.
 * Return: false if that would exceed a limit
 */
bool netflow_account_charge(struct netflow_account *account, size_t size);

/**
 * netflow_account_uncharge - uncount memory after it was freed
 * @account: of the monitor
 * @size: in bytes
 * Context: any.
 */
void netflow_account_uncharge(struct netflow_account *account, size_t size);

/**
 * netflow_account_room - how much more memory the limits allow
 * @account: of the monitor
 * Context: any.
 * Return: bytes
 */
unsigned long netflow_account_room(const struct netflow_account *account);

/**
 * netflow_account_explain - say which limit was reached
 * @account: of a monitor with an owner
 * @creating: a monitor could not be created; else it was refused memory
 * @error: set to a sentence
 * Context: any.
 */
void netflow_account_explain(const struct netflow_account *account, bool creating,
			     struct netflow_error *error);

#endif /* _NETFLOW_ACCOUNT_H */
