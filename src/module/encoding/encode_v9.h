/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of a Message that are specific to NetFlow v9 (RFC 3954). */
#ifndef _NETFLOW_ENCODE_V9_H
#define _NETFLOW_ENCODE_V9_H

#include "encoder.h"

/**
 * netflow_v9_put_template - append a Template or an Options Template
 * @msg: may have a Set open
 * @template: with scopes: an Options Template
 *
 * Return: 0; -EMSGSIZE if it does not fit, with @msg unchanged.
 */
int netflow_v9_put_template(struct netflow_message *msg, const struct netflow_template *template);

/**
 * netflow_v9_put_header - fill in the header of an otherwise complete Message
 * @enc: the session, with the sequence number of this Message
 * @msg: no Set is open
 */
void netflow_v9_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ENCODE_V9_H */
