// SPDX-License-Identifier: GPL-2.0
/* Laws of the encoders: what was sent is what is decoded. */
#include "encoding/announce.h"
#include "encoding/encoder.h"

#include <stdlib.h>

#include "session.h"
#include "test.h"

#define LONGEST_RECORD	107u	/* IPFIX, ICMPv6 */

/* Records of options data beside the interfaces: five, and the keys of four Templates */
#define OPTIONS_RECORDS	9

static const u8 with_templates[] = { NETFLOW_PROTOCOL_V9, NETFLOW_PROTOCOL_IPFIX };

TEST(an_ipv4_flow_fits_a_cache_line)
{
	if (sizeof(void *) == 8)
		CHECK(sizeof(struct netflow_flow_v4) <= 64);
}

/* Flows of both families, sent and decoded one by one. */
static void check_round_trip(struct session *session, unsigned int count)
{
	struct sample *samples = calloc(count, sizeof(*samples));
	struct decoded_flow expected;
	unsigned int i;

	if (!samples)
		abort();
	for (i = 0; i < count; i++) {
		samples[i] = sample_random(&session->now);
		CHECK_EQ(session_send(session, &samples[i]), 0);
	}
	session_finish(session);
	CHECK_EQ(session->decoder.flow_count, count);
	for (i = 0; i < count && i < session->decoder.flow_count; i++) {
		expected = sample_expected(&samples[i], session->decoder.protocol, &session->now);
		if (memcmp(&expected, &session->decoder.flows[i], sizeof(expected)))
			test_failed(__FILE__, __LINE__, "v%u, size %u: flow %u differs",
				    session->decoder.protocol, session->size, i);
	}
	free(samples);
}

/* Each size up to that of an Ethernet frame, and every thirteenth beyond. */
TEST(flows_of_many_message_sizes_are_decoded_as_they_were)
{
	struct session session;
	unsigned int i, size;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		for (size = NETFLOW_MESSAGE_MIN; size <= 9000; size += size < 1500 ? 1 : 13) {
			session_init(&session, with_templates[i], size);
			session.encoder.refresh_messages = 1 + test_random() % 3;
			check_round_trip(&session, 3 * size / LONGEST_RECORD);
			session_free(&session);
		}
	}
}

TEST(the_longest_message_of_udp_works)
{
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 65507);
		check_round_trip(&session, 5000);
		session_free(&session);
	}
}

TEST(messages_are_filled)
{
	struct session session;
	struct sample sample;
	unsigned int i, size;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		for (size = NETFLOW_MESSAGE_MIN; size < 2000; size++) {
			session_init(&session, with_templates[i], size);
			session_begin(&session);
			do {
				sample = sample_random(&session.now);
			} while (!netflow_encoder_flow(&session.encoder, &session.message,
						       sample.family, &sample.flow));
			CHECK(session_finish(&session) + 4 + LONGEST_RECORD + 3 > size);
			session_free(&session);
		}
	}
}

TEST(sequence_numbers_go_on_over_the_wrap)
{
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 1000);
		session.encoder.sequence = U32_MAX - 4;
		session.decoder.sequence = U32_MAX - 4;
		check_round_trip(&session, 100);
		CHECK(session.decoder.sequence < 200);
		session_free(&session);
	}
}

TEST(all_is_announced_before_the_first_flow)
{
	struct session session;
	struct sample sample;
	unsigned int i, size;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		for (size = NETFLOW_MESSAGE_MIN; size < 1600; size++) {
			session_init(&session, with_templates[i], size);
			sample = sample_random(&session.now);
			session_send(&session, &sample);
			CHECK_EQ(session.encoder.step, NETFLOW_ANNOUNCED);
			session_finish(&session);
			CHECK(session.messages == 1 || (session.messages == 2 && size < 1100));
			CHECK_EQ(session.decoder.templates_seen, NETFLOW_RECORDS);
			CHECK_EQ(session.decoder.options_seen, OPTIONS_RECORDS);
			CHECK_EQ(session.decoder.flow_count, 1);
			session_free(&session);
		}
	}
}

TEST(messages_may_have_nothing_but_announcements)
{
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 512);
		while (netflow_announcing(&session.encoder, session.now.uptime_ms)) {
			session_begin(&session);
			CHECK(session_finish(&session) > 0);
		}
		CHECK_EQ(session.decoder.templates_seen, NETFLOW_RECORDS);
		CHECK_EQ(session.decoder.options_seen, OPTIONS_RECORDS);
		session_begin(&session);
		CHECK_EQ(session_finish(&session), 0);
		session_free(&session);
	}
}

TEST(an_empty_message_is_none)
{
	static const u8 protocols[] = { 5, 9, 10 };
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		session_init(&session, protocols[i], 512);
		session.encoder.templates_due = false;
		session.encoder.sequence = 7;
		session.decoder.sequence = 7;
		session_begin(&session);
		CHECK_EQ(session_finish(&session), 0);
		CHECK_EQ(session.encoder.sequence, 7);
		CHECK_EQ(session.encoder.since_messages, 0);
		session_free(&session);
	}
}

TEST(templates_come_again_by_count)
{
	struct session session;
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 1400);
		session.encoder.refresh_messages = 7;
		for (n = 0; n < 50; n++)
			CHECK_EQ(session_sends_templates(&session), n % 7 == 0);
		session_free(&session);
	}
}

TEST(templates_come_again_by_time)
{
	struct session session;
	unsigned int n;

	session_init(&session, NETFLOW_PROTOCOL_IPFIX, 1400);
	session.encoder.refresh_ms = 1000;
	for (n = 0; n < 50; n++) {
		CHECK_EQ(session_sends_templates(&session), n % 10 == 0);
		session.now.uptime_ms += 100;
	}
	session_free(&session);
}

TEST(templates_come_again_after_a_restart_only)
{
	struct session session;
	unsigned int n;

	session_init(&session, NETFLOW_PROTOCOL_V9, 1400);
	CHECK(session_sends_templates(&session));
	for (n = 0; n < 1000; n++) {
		session.now.uptime_ms += 1000000;
		CHECK(!session_sends_templates(&session));
	}
	netflow_encoder_restart(&session.encoder);
	CHECK(session_sends_templates(&session));
	CHECK(!session_sends_templates(&session));
	CHECK_EQ(session.encoder.sequence, 1003);
	session_free(&session);
}

TEST(header_times_are_those_of_begin)
{
	static const u8 protocols[] = { 5, 9, 10 };
	struct session session;
	struct sample sample;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		session_init(&session, protocols[i], 1400);
		sample = sample_random(&session.now);
		sample.family = NETFLOW_V4;
		sample.flow.packets = 1;
		sample.flow.bytes = 100;
		session_begin(&session);
		session.now.unix_ns = 0;
		session.now.uptime_ms = 0;
		session_send(&session, &sample);
		session_finish(&session);
		CHECK_EQ(session.decoder.unix_secs, 1700000000);
		/* of whole seconds in v9, whose header has no others */
		CHECK_EQ(session.decoder.uptime, protocols[i] == 10 ? 0 :
			 protocols[i] == 9 ? 0x3456789a - 123 : 0x3456789a);
		CHECK_EQ(session.decoder.unix_nsecs, protocols[i] == 5 ? 123456789 : 0);
		session_free(&session);
	}
}

/* The calendar times of one flow of IPFIX, its ages and the Message's time being given. */
static void check_times(u64 unix_ns, u64 uptime_ms, s64 first_age, s64 last_age)
{
	struct decoded_flow expected;
	struct session session;
	struct sample sample;

	session_init(&session, NETFLOW_PROTOCOL_IPFIX, 512);
	session.now.unix_ns = unix_ns;
	session.now.uptime_ms = uptime_ms;
	sample = sample_random(&session.now);
	sample_at(&sample, &session.now, first_age, last_age);
	session_send(&session, &sample);
	session_finish(&session);
	expected = sample_expected(&sample, NETFLOW_PROTOCOL_IPFIX, &session.now);
	CHECK_EQ(session.decoder.flows[0].first_ms, expected.first_ms);
	CHECK_EQ(session.decoder.flows[0].last_ms, expected.last_ms);
	session_free(&session);
}

TEST(flow_times_are_right_at_the_edges)
{
	const u64 now = 1700000000123999999;

	check_times(now, 3600000, 1000, 0);
	check_times(now, 3600000, 3600000, 1);
	/* the uptime's lower 32 bits have wrapped since the first packet, and since the last */
	check_times(now, (1ULL << 32) + 5000, 10000, 3000);
	check_times(now, (5ULL << 32) + 5000, 10000, 7000);
	check_times(now, (1ULL << 32) - 1, 0, 0);
	/* a packet came after the Message's time was taken */
	check_times(now, 3600000, -1, -20);
	check_times(now, (1ULL << 32) - 1, 0, -1);
	/* one day of active timeout, and the furthest that can be told */
	check_times(now, 100000000, 86400000, 0);
	check_times(now, 3, S32_MAX, 0);
	/* never before 1970: a clock that was not set yet */
	check_times(5000000000, 60000, 20000, 4999);
	check_times(0, 60000, 20000, 1);
	check_times(U64_MAX, 60000, 20000, -5);
}

static bool is_icmp(const struct sample *sample)
{
	return (sample->family == NETFLOW_V4 ? sample->v4.key.l4.protocol == 1 :
					       sample->v6.key.l4.protocol == 58);
}

TEST(a_new_set_begins_where_the_family_changes)
{
	struct session session;
	struct sample sample;
	unsigned int i;

	session_init(&session, NETFLOW_PROTOCOL_IPFIX, 9000);
	session.encoder.templates_due = false;
	session_begin(&session);
	for (i = 0; i < 4; i++) {
		do {
			sample = sample_random(&session.now);
		} while (sample.family != (i < 2 ? NETFLOW_V4 : NETFLOW_V6) || is_icmp(&sample));
		session_send(&session, &sample);
	}
	/* header, two sets of 2 * 65 and 2 * 105 octets, not padded */
	CHECK_EQ(session.message.len, 16 + 4 + 130 + 4 + 210);
	netflow_encoder_finish(&session.encoder, &session.message);
	CHECK_EQ(session.message.len, 16 + 4 + 130 + 4 + 210);
	session.begun = false;
	free(session.message.data);
	session_free(&session);
}
