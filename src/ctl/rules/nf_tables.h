/* SPDX-License-Identifier: GPL-2.0 */
/* Messages of nf_tables: transactions and dumps. */
#ifndef _CTL_RULES_NF_TABLES_H
#define _CTL_RULES_NF_TABLES_H

#include "kernel.h"

#include <jansson.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>

struct netlink;

/* How nft stores a comment in userdata: this type, the length, the text with its NUL. */
#define NF_TABLES_COMMENT	0

/**
 * nf_tables_message - begin a message of nf_tables
 * @nl: from netlink_open()
 * @family: NFPROTO_*
 * @type: NFT_MSG_*
 * @flags: as for netlink_message()
 * Return: the message, to which libnftnl or libmnl can add attributes.
 */
struct nlmsghdr *nf_tables_message(struct netlink *nl, u8 family, u16 type, u16 flags);

/**
 * nf_tables_begin - begin a transaction
 * @nl: from netlink_open()
 *
 * The messages up to nf_tables_end() take effect together or not at all. Without
 * nf_tables_end() the kernel checks the messages and reverts them.
 */
void nf_tables_begin(struct netlink *nl);

/**
 * nf_tables_end - end a transaction
 * @nl: from netlink_open()
 */
void nf_tables_end(struct netlink *nl);

/**
 * nf_tables_object - check that libnftnl has allocated an object
 * @object: from a function nftnl_*_alloc()
 *
 * Exits if out of memory; nothing has been sent yet.
 * Return: @object, which is not NULL.
 */
void *nf_tables_object(void *object);

/**
 * nf_tables_remove_rules - add the removal of rules to a transaction
 * @nl: from netlink_open()
 * @family: NFPROTO_*
 * @table: name of the table
 * @chain: name of the chain
 * @handle: of the rule; 0: all rules of the chain
 * @flags: NLM_F_ACK or 0
 */
void nf_tables_remove_rules(struct netlink *nl, u8 family, const char *table, const char *chain,
			    u64 handle, u16 flags);

/**
 * nf_tables_family - get the name of a family
 * @family: NFPROTO_*
 * Return: the name as nft writes it, or "?".
 */
const char *nf_tables_family(u8 family);

/**
 * nf_tables_dump - read all objects of one type
 * @type: NFT_MSG_GET*
 * @answer: called for each object; again for all if the ruleset changes in the meantime
 * @data: passed to @answer
 * @found: array or object that @answer fills: emptied before each try; or NULL
 * Return: 0 or a negative errno.
 */
int nf_tables_dump(u16 type, mnl_cb_t answer, void *data, json_t *found);

/**
 * nf_tables_complain - report on stderr that a dump failed
 * @err: negative errno of nf_tables_dump()
 * @what: what was to be read, in the plural
 */
void nf_tables_complain(int err, const char *what);

/**
 * nf_tables_absent - check whether an error means that the kernel has no nf_tables
 * @err: negative errno of a dump
 * Return: true if there are no tables because there is no nf_tables.
 */
bool nf_tables_absent(int err);

#endif /* _CTL_RULES_NF_TABLES_H */
