/* SPDX-License-Identifier: GPL-2.0 */
/* What rules.c, rules_match.c (making them) and rules_list.c (reading them) share. */
#ifndef _CTL_RULES_PRIVATE_H
#define _CTL_RULES_PRIVATE_H

#include <jansson.h>

#include "uapi/nf_netflow.h"
#include "kernel/netlink.h"

#define EXPRESSION_NETFLOW	"netflow"
#define OWN_TABLE		"netflow"
#define TABLE_NAME_SIZE		(NETFLOW_MONITOR_NAME_SIZE + sizeof("netflow-"))

/* In the layout with matches: the chain that has the expression, and what leads there. */
#define CHAIN_NETFLOW		"netflow"
#define RULE_TAIL		"counter goto " CHAIN_NETFLOW

/* Room for the name of a chain of ours. */
#define CHAIN_NAME_SIZE		48

/** rules_table_name - the name of a monitor's own table, TABLE_NAME_SIZE bytes */
void rules_table_name(const char *monitor, char *name);

/** rules_message - begin a message of nf_tables; see netlink_message() */
struct nlmsghdr *rules_message(struct netlink *nl, u8 family, u16 type, u16 flags);

/**
 * put_batch - begin or end a transaction of nf_tables
 * @nl: open
 * @type: NFNL_MSG_BATCH_BEGIN or _END; what stands between them happens at once or
 *	not at all
 */
void put_batch(struct netlink *nl, u16 type);

/** rules_priority - where in the hook of that number packets are counted */
int rules_priority(int hook);

/**
 * rules_meter - make the chain that has the expression, and the table if need be
 * Nothing leads to it yet, or what leads there goes on.
 * Return: 0 or a negative errno, told on stderr.
 */
int rules_meter(const char *monitor);

/** rules_meter_remove - remove that chain again, when making the rest has failed */
void rules_meter_remove(const char *monitor);

/**
 * rules_chains - the chains of a monitor's own table that have its rules
 * Return: {NAME: is it a base chain}, a new object, or NULL: told on stderr.
 */
json_t *rules_chains(const char *monitor);

/** rules_match_check - see rules_check(), for the layout with matches */
int rules_match_check(const char *monitor, const json_t *specs);

/** rules_match_replace - see rules_replace(), for the layout with matches */
int rules_match_replace(const char *monitor, const json_t *specs);

/**
 * rules_match_texts - the matches of an own table's rules, as nft writes them
 * Return: {HANDLE as text: MATCH}, a new reference; empty if nft cannot say.
 */
json_t *rules_match_texts(const char *table);

#endif /* _CTL_RULES_PRIVATE_H */
