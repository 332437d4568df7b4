/* SPDX-License-Identifier: GPL-2.0 */
/* The records and the header of NetFlow v5. */
#ifndef _NETFLOW_ENCODE_V5_H
#define _NETFLOW_ENCODE_V5_H

#include "encoder.h"

/**
 * netflow_v5_put_flow - append a flow, in as many records as its counters need
 * @enc: the session; keeps the rest of a flow that does not fit
 * @msg: begun
 * @flow: read only
 * Return: 0; -EMSGSIZE: the Message is full, call again with the same flow and another one.
 */
int netflow_v5_put_flow(struct netflow_encoder *enc, struct netflow_message *msg,
			const struct netflow_flow_v4 *flow);

/**
 * netflow_v5_put_header - fill the header of a Message that is complete otherwise
 * @enc: the session, its sequence is the one of this Message
 * @msg: has all its records
 */
void netflow_v5_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ENCODE_V5_H */
