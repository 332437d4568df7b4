// SPDX-License-Identifier: GPL-2.0
/* Any flows in Messages of any size at any time: all can be decoded, and the sums are right. */
#include "encoding/encoder.h"

#include "decode.h"
#include "fuzz.h"

/* Enough of v5's records for a flow to need several Messages, and not for ever. */
#define V5_COUNTER_MAX	(100ULL * U32_MAX)

struct state {
	struct netflow_encoder encoder;
	struct netflow_message message;
	struct netflow_time now;
	struct decoder decoder;
	u64 packets;
	u64 bytes;
};

static u64 take(const u8 **data, size_t *size, unsigned int octets)
{
	u64 value = 0;

	while (octets-- && *size) {
		value = value << 8 | *(*data)++;
		(*size)--;
	}
	return value;
}

static void take_flow(const u8 **data, size_t *size, void *flow, size_t flow_size)
{
	size_t octets = *size < flow_size ? *size : flow_size;

	memset(flow, 0, flow_size);
	memcpy(flow, *data, octets);
	*data += octets;
	*size -= octets;
}

static void begin(struct state *state)
{
	netflow_encoder_begin(&state->encoder, &state->message, state->now);
}

static void finish(struct state *state)
{
	struct netflow_message *message = &state->message;

	netflow_encoder_finish(&state->encoder, message);
	require(message->len <= message->size);
	require(!message->len ||
		!decode_message(&state->decoder, message->data, message->len));
	require(state->decoder.sequence == state->encoder.sequence);
	state->packets += message->packets;
	state->bytes += message->bytes;
}

static void add(struct state *state, enum netflow_family family, struct netflow_flow *flow)
{
	unsigned int tries = 0;
	int err;

	if (state->encoder.protocol == NETFLOW_PROTOCOL_V5) {
		flow->packets %= V5_COUNTER_MAX;
		flow->bytes %= V5_COUNTER_MAX;
	}
	while ((err = netflow_encoder_flow(&state->encoder, &state->message, family, flow))) {
		if (err == -EAFNOSUPPORT)
			return;
		require(err == -EMSGSIZE && tries++ < 20);
		finish(state);
		begin(state);
	}
	state->packets -= flow->packets;
	state->bytes -= flow->bytes;
}

static void add_flows(struct state *state, const u8 *data, size_t size)
{
	struct netflow_flow_v4 v4;
	struct netflow_flow_v6 v6;

	while (size) {
		switch (take(&data, &size, 1) % 4) {
		case 0:
			finish(state);
			state->now.uptime_ms += take(&data, &size, 4);
			state->now.unix_ns += take(&data, &size, 5);
			begin(state);
			break;
		case 1:
			netflow_encoder_restart(&state->encoder);
			break;
		case 2:
			take_flow(&data, &size, &v4, sizeof(v4));
			add(state, NETFLOW_V4, &v4.flow);
			break;
		default:
			take_flow(&data, &size, &v6, sizeof(v6));
			add(state, NETFLOW_V6, &v6.flow);
		}
	}
}

int fuzz_input(const u8 *data, size_t size)
{
	static const u8 protocols[] = { 5, 9, 10 };
	struct state state = { 0 };
	u8 protocol = protocols[take(&data, &size, 1) % 3];

	state.message.size = NETFLOW_MESSAGE_MIN + take(&data, &size, 2) % (65508 - 512);
	state.message.data = malloc(state.message.size);
	if (!state.message.data)
		abort();
	state.now.unix_ns = take(&data, &size, 8);
	state.now.uptime_ms = take(&data, &size, 8);
	netflow_encoder_init(&state.encoder, protocol, 7, take(&data, &size, 1),
			     take(&data, &size, 4));
	state.encoder.sequence = take(&data, &size, 4);
	decoder_init(&state.decoder, protocol, 7);
	state.decoder.sequence = state.encoder.sequence;

	begin(&state);
	add_flows(&state, data, size);
	finish(&state);
	require(!state.packets && !state.bytes);
	decoder_free(&state.decoder);
	free(state.message.data);
	return 0;
}
