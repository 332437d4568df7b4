/* SPDX-License-Identifier: GPL-2.0 */
/* An encoder and a decoder: each finished Message is checked and decoded. */
#ifndef _NETFLOW_TEST_SESSION_H
#define _NETFLOW_TEST_SESSION_H

#include "flows.h"

/**
 * struct session - an encoder and the decoder of its Messages
 * @encoder: under test
 * @message: the open Message, if any
 * @decoder: has decoded all finished Messages
 * @now: time of the next Message
 * @size: longest Message; may be changed between Messages
 * @links: interfaces that options data tell
 * @begun: a Message is open
 * @messages: number of finished, non-empty Messages
 */
struct session {
	struct netflow_encoder encoder;
	struct netflow_message message;
	struct decoder decoder;
	struct netflow_time now;
	u16 size;
	const struct netflow_link *links;
	bool begun;
	unsigned int messages;
};

/**
 * session_init - begin a session at a fixed time
 * @session: initialized here
 * @protocol: version of the Messages: 5, 9 or 10
 * @size: longest Message
 */
void session_init(struct session *session, u8 protocol, u16 size);

/**
 * session_set_links - set the interfaces
 * @session: initialized
 * @links: valid as long as @session
 * @count: number of @links
 */
void session_set_links(struct session *session, const struct netflow_link *links, u32 count);

/**
 * session_free - finish the open Message, if any, and free the session
 * @session: initialized by session_init()
 */
void session_free(struct session *session);

/**
 * session_begin - begin a Message in a buffer of exactly its size
 * @session: without an open Message
 */
void session_begin(struct session *session);

/**
 * session_finish - finish and check the open Message, if any
 * @session: initialized
 * Return: the Message's length; 0 if there was none.
 */
u16 session_finish(struct session *session);

/**
 * session_send - add a flow, in as many Messages as it takes
 * @session: initialized
 * @sample: the flow
 * Return: 0 or the last error.
 */
int session_send(struct session *session, const struct sample *sample);

/**
 * session_sends_templates - send a random flow and finish its Message
 * @session: initialized
 * Return: whether Templates came with it.
 */
bool session_sends_templates(struct session *session);

#endif /* _NETFLOW_TEST_SESSION_H */
