/* SPDX-License-Identifier: GPL-2.0 */
/* Inside a Message: its Sets and records, and the parts that each protocol adds. */
#ifndef _NETFLOW_MESSAGE_H
#define _NETFLOW_MESSAGE_H

#include <linux/unaligned.h>

#include "encoder.h"

/* Octets of a Message's header */
#define NETFLOW_V5_HEADER	24
#define NETFLOW_V9_HEADER	20
#define NETFLOW_IPFIX_HEADER	16

/** netflow_message_put16 - append a value; the caller has checked the room */
static inline void netflow_message_put16(struct netflow_message *msg, u16 value)
{
	put_unaligned_be16(value, msg->data + msg->len);
	msg->len += sizeof(value);
}

/** netflow_message_open_set - begin a Set; the caller has checked the room, none is open */
void netflow_message_open_set(struct netflow_message *msg, u16 id);

/** netflow_message_close_set - pad the open Set, if any, and tell its length */
void netflow_message_close_set(struct netflow_message *msg);

/** netflow_message_put_template - a Template Record: the same in v9 and IPFIX */
void netflow_message_put_template(struct netflow_message *msg,
				  const struct netflow_template *template);

/**
 * netflow_message_put_record - a Data Record, in a Set of its Template
 * @msg: of v9 or IPFIX
 * @template: tells the fields of @record
 * @record: the structure that the Template was made for
 *
 * Counts the record in msg->count.
 *
 * Return: 0; -EMSGSIZE: it doesn't fit, @msg is unchanged.
 */
int netflow_message_put_record(struct netflow_message *msg,
			       const struct netflow_template *template, const void *record);

/* encode_v5.c */
int netflow_v5_put_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			const struct netflow_flow_v4 *flow);
void netflow_v5_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

/* encode_v9.c */
void netflow_v9_put_templates(const struct netflow_encoder *enc, struct netflow_message *msg);
void netflow_v9_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

/* encode_ipfix.c */
void netflow_ipfix_put_templates(const struct netflow_encoder *enc, struct netflow_message *msg);
void netflow_ipfix_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_MESSAGE_H */
