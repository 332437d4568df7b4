/* SPDX-License-Identifier: GPL-2.0 */
/* What a session begins with and repeats: Templates, Options Templates and options data. */
#ifndef _NETFLOW_ANNOUNCE_H
#define _NETFLOW_ANNOUNCE_H

#include "encoder.h"

/* netflow_encoder.step: everything was announced. */
#define NETFLOW_ANNOUNCED	U32_MAX

/**
 * netflow_announcing - check whether something is to be announced
 * @enc: the session, of any protocol
 * @uptime_ms: now
 * Return: true if some is due, or remains to be announced
 */
bool netflow_announcing(const struct netflow_encoder *enc, u64 uptime_ms);

/**
 * netflow_announce - append what is to be announced, as far as it fits
 * @enc: the session, of any protocol; then its step is NETFLOW_ANNOUNCED unless something remains
 * @msg: empty
 */
void netflow_announce(struct netflow_encoder *enc, struct netflow_message *msg);

#endif /* _NETFLOW_ANNOUNCE_H */
