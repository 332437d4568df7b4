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
 * netflow_message_open_set - begin a Set
 * @msg: with room for its header; no Set is open
 * @id: Set ID
 */
void netflow_message_open_set(struct netflow_message *msg, u16 id);

/**
 * netflow_message_close_set - pad the open Set and fill in its length
 * @msg: may have no Set open
 */
void netflow_message_close_set(struct netflow_message *msg);

/**
 * netflow_message_put_template - append a Template Record, the same in v9 and IPFIX
 * @msg: with room for it; a Template Set is open
 * @template: no Options Template
 */
void netflow_message_put_template(struct netflow_message *msg,
				  const struct netflow_template *template);

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
