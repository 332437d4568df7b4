/* SPDX-License-Identifier: GPL-2.0 */
/* The records and the header of NetFlow v5. */
#ifndef _NETFLOW_ENCODE_V5_H
#define _NETFLOW_ENCODE_V5_H

#include "encoder.h"

/**
 * netflow_v5_put_flow - append a flow, as one or more records
 * @enc: the session; keeps the rest of a flow that does not fit
 * @msg: begun
 * @flow: read only
 * Return: 0; -EMSGSIZE: the Message is full, call again with the same flow and a new Message.
 */
int netflow_v5_put_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			const struct netflow_flow_v4 *flow);

/**
 * netflow_v5_put_header - fill in the header of an otherwise complete Message
 * @enc: the session, with the sequence number of this Message
 * @msg: with all its records
 */
void netflow_v5_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ENCODE_V5_H */
