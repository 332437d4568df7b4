/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of a Message that are specific to NetFlow v9 (RFC 3954). */
#ifndef _NETFLOW_ENCODE_V9_H
#define _NETFLOW_ENCODE_V9_H

#include "encoder.h"

/**
 * netflow_v9_put_templates - append the Templates and the Options Template
 * @enc: the session
 * @msg: with room for them; no Set is open
 */
void netflow_v9_put_templates(const struct netflow_encoder *enc, struct netflow_message *msg);

/**
 * netflow_v9_put_header - fill in the header of an otherwise complete Message
 * @enc: the session, with the sequence number of this Message
 * @msg: no Set is open
 */
void netflow_v9_put_header(const struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ENCODE_V9_H */
