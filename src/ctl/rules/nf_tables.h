/* SPDX-License-Identifier: GPL-2.0 */
/* Messages of nf_tables: transactions and dumps. */
#ifndef _CTL_RULES_NF_TABLES_H
#define _CTL_RULES_NF_TABLES_H

#include "kernel.h"

#include <libmnl/libmnl.h>

struct netlink;

/** nf_tables_message - begin a message of nf_tables; see netlink_message() */
struct nlmsghdr *nf_tables_message(struct netlink *nl, u8 family, u16 type, u16 flags);

/**
 * nf_tables_batch - begin or end a transaction of nf_tables
 * @nl: open
 * @type: NFNL_MSG_BATCH_BEGIN or _END; what stands between them happens at once or
 *	not at all
 */
void nf_tables_batch(struct netlink *nl, u16 type);

/**
 * nf_tables_dump - read all objects of one type
 * @type: NFT_MSG_GET*
 * @answer: called for each of them
 * @data: passed to @answer
 * Return: 0 or a negative errno; -EINTR: see netlink_run().
 */
int nf_tables_dump(u16 type, mnl_cb_t answer, void *data);

#endif /* _CTL_RULES_NF_TABLES_H */
