/* SPDX-License-Identifier: GPL-2.0 */
/* Sets and records in a Message of v9 or IPFIX. */
#ifndef _NETFLOW_MESSAGE_H
#define _NETFLOW_MESSAGE_H

#include <linux/unaligned.h>

#include "encoder.h"

/* Octets of a Message's header */
#define NETFLOW_V5_HEADER	24
#define NETFLOW_V9_HEADER	20
#define NETFLOW_IPFIX_HEADER	16

/**
 * netflow_message_put16 - append a value
 * @msg: with room for it
 * @value: host order
 */
static inline void netflow_message_put16(struct netflow_message *msg, u16 value)
{
	put_unaligned_be16(value, msg->data + msg->len);
	msg->len += sizeof(value);
}

/**
 * netflow_message_close_set - pad the open Set, if the protocol wants that, and fill in its length
 * @msg: may have no Set open
 */
void netflow_message_close_set(struct netflow_message *msg);

/**
 * netflow_message_reserve - make sure that a Set is open and has room
 * @msg: a Set may be open, and is closed if it is another one
 * @id: Set ID
 * @octets: needed in the Set
 *
 * Return: 0; -EMSGSIZE if they do not fit, with @msg unchanged.
 */
int netflow_message_reserve(struct netflow_message *msg, u16 id, u32 octets);

/**
 * netflow_message_put_specifiers - append the ids and lengths of a Template's fields
 * @msg: has room for them
 * @template: Template or Options Template
 * @scope: v9's scope type, takes the place of the first field's id; 0: none
 */
void netflow_message_put_specifiers(struct netflow_message *msg,
				    const struct netflow_template *template, u8 scope);

/**
 * netflow_message_put_record - append a Data Record to a Set of its Template
 * @msg: of v9 or IPFIX
 * @template: describes the fields of @record
 * @record: a structure of the kind that the Template describes
 *
 * Counts the record in msg->count.
 * Return: 0; -EMSGSIZE if it does not fit, with @msg unchanged.
 */
int netflow_message_put_record(struct netflow_message *msg,
			       const struct netflow_template *template, const void *record);

#endif /* _NETFLOW_MESSAGE_H */
