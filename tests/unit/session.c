// SPDX-License-Identifier: GPL-2.0
#include "session.h"

#include <stdlib.h>

#include "test.h"

static void session_link(const void *context, u32 index, struct netflow_link *link)
{
	const struct session *session = context;

	CHECK(index < session->encoder.options.links);
	*link = session->links[index];
}

void session_set_links(struct session *session, const struct netflow_link *links, u32 count)
{
	struct netflow_options *options = &session->encoder.options;

	session->links = links;
	options->links = count;
	options->links_change++;
	options->link = session_link;
	options->context = session;
}

void session_init(struct session *session, u8 protocol, u16 size)
{
	memset(session, 0, sizeof(*session));
	session->size = size;
	session->now.unix_ns = 1700000000123456789;
	session->now.uptime_ms = 0x123456789a;
	netflow_encoder_init(&session->encoder, protocol, 0x12345678, 0, 0);
	decoder_init(&session->decoder, protocol, 0x12345678);
}

void session_free(struct session *session)
{
	session_finish(session);
	decoder_free(&session->decoder);
}

void session_begin(struct session *session)
{
	struct netflow_message *message = &session->message;

	memset(message, 0xff, sizeof(*message));
	message->size = session->size;
	message->data = malloc(session->size);
	if (!message->data)
		abort();
	memset(message->data, 0xff, session->size);
	netflow_encoder_begin(&session->encoder, message, session->now);
	CHECK(message->len <= message->size);
	session->begun = true;
}

/* The Message's own sums are those of the records that it holds, split ones included. */
static void check_sums(const struct session *session, size_t first)
{
	const struct decoder *decoder = &session->decoder;
	u64 packets = 0, bytes = 0;
	size_t i;

	for (i = first; i < decoder->flow_count; i++) {
		packets += decoder->flows[i].packets;
		bytes += decoder->flows[i].bytes;
	}
	CHECK_EQ(session->message.packets, packets);
	CHECK_EQ(session->message.bytes, bytes);
	if (decoder->protocol != 5)
		CHECK_EQ(session->message.flows, decoder->flow_count - first);
}

u16 session_finish(struct session *session)
{
	struct netflow_message *message = &session->message;
	size_t flows = session->decoder.flow_count;
	const char *error = NULL;

	if (!session->begun)
		return 0;
	netflow_encoder_finish(&session->encoder, message);
	CHECK(message->len <= message->size);
	if (message->len)
		error = decode_message(&session->decoder, message->data, message->len);
	if (error)
		test_failed(__FILE__, __LINE__, "v%u, size %u: %s", session->decoder.protocol,
			    session->size, error);
	CHECK_EQ(session->encoder.sequence, session->decoder.sequence);
	check_sums(session, flows);
	session->messages += message->len ? 1 : 0;
	session->begun = false;
	free(message->data);
	return message->len;
}

/* A refused flow must leave no trace, unless it is one that needs several records of v5. */
static int add(struct session *session, const struct sample *sample)
{
	struct netflow_message *message = &session->message, before = *message;
	u8 *data = malloc(message->len);
	int err;

	if (!data)
		abort();
	memcpy(data, message->data, message->len);
	err = netflow_encoder_flow(&session->encoder, message, sample->family, &sample->flow);
	if (err && !session->encoder.rest.flow) {
		CHECK(!memcmp(message, &before, sizeof(before)));
		CHECK(!memcmp(message->data, data, before.len));
	}
	free(data);
	return err;
}

bool session_sends_templates(struct session *session)
{
	unsigned int before = session->decoder.templates_seen;
	struct sample sample = sample_random(&session->now);

	session_send(session, &sample);
	session_finish(session);
	return session->decoder.templates_seen != before;
}

int session_send(struct session *session, const struct sample *sample)
{
	int err, tries;

	for (tries = 0; tries < 1000; tries++) {
		if (!session->begun)
			session_begin(session);
		err = add(session, sample);
		if (err != -EMSGSIZE)
			return err;
		session_finish(session);
	}
	test_failed(__FILE__, __LINE__, "a flow fits into no Message of %u octets", session->size);
	return -EMSGSIZE;
}
