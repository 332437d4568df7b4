/* SPDX-License-Identifier: GPL-2.0 */
/* What rules.c (making them) and rules_list.c (reading them) share. */
#ifndef _CTL_RULES_PRIVATE_H
#define _CTL_RULES_PRIVATE_H

#include "../module/uapi/nf_netflow.h"
#include "netlink.h"

#define EXPRESSION_NETFLOW	"netflow"
#define TABLE_NAME_SIZE		(NETFLOW_MONITOR_NAME_SIZE + sizeof("netflow-"))

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

#endif /* _CTL_RULES_PRIVATE_H */
