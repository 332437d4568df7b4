/* SPDX-License-Identifier: GPL-2.0 */
/* An encoder whose every Message is checked and decoded as soon as it is finished. */
#ifndef _NETFLOW_TEST_SESSION_H
#define _NETFLOW_TEST_SESSION_H

#include "flows.h"

/**
 * struct session - encoder and decoder, joined
 * @size: longest Message; may be changed between Messages
 * @begun: a Message is open
 * @messages: finished so far
 */
struct session {
	struct netflow_encoder encoder;
	struct netflow_message message;
	struct decoder decoder;
	struct netflow_time now;
	u16 size;
	bool begun;
	unsigned int messages;
};

void session_init(struct session *session, u8 protocol, u16 size);
void session_free(struct session *session);

/** session_begin - begin a Message; its memory ends where its size does */
void session_begin(struct session *session);

/** session_finish - finish and check the open Message, if any; return its length */
u16 session_finish(struct session *session);

/** session_send - add a flow, in as many Messages as it takes; return the last error, or 0 */
int session_send(struct session *session, const struct sample *sample);

#endif /* _NETFLOW_TEST_SESSION_H */
