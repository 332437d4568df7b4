// SPDX-License-Identifier: GPL-2.0
/* Options data: what was told is what is decoded. */
#include "encoding/announce.h"
#include "encoding/encoder.h"

#include "session.h"
#include "test.h"

/* Records of options data beside the interfaces: five, and the keys of four Templates */
#define OPTIONS_RECORDS	9

static const u8 with_templates[] = { NETFLOW_PROTOCOL_V9, NETFLOW_PROTOCOL_IPFIX };

/* The last options data of a Template; NULL, with a failure: there were none. */
static const struct decoded_options *options_of(const struct session *session,
						enum netflow_record record)
{
	unsigned int i = session->decoder.options_seen;

	while (i--)
		if (session->decoder.options[i].template == session->encoder.templates[record].id)
			return &session->decoder.options[i];
	test_failed(__FILE__, __LINE__, "no options data of record %d", record);
	return NULL;
}

static void check_values(const struct session *session, enum netflow_record record,
			 const u64 *values, unsigned int count)
{
	const struct decoded_options *options = options_of(session, record);
	unsigned int i;

	if (!options)
		return;
	CHECK_EQ(options->count, count);
	for (i = 0; i < count && i < options->count; i++)
		CHECK_EQ(options->fields[i].value, values[i]);
}

#define CHECK_VALUES(_session, _record, ...) do {					\
	const u64 _values[] = { __VA_ARGS__ };						\
	check_values(_session, NETFLOW_RECORD_##_record, _values, ARRAY_SIZE(_values));	\
} while (0)

static const struct netflow_options some_options = {
	.domain_name = "edge", .sampling_interval = 34, .active_timeout = 1800,
	.inactive_timeout = 15, .observed_flows = 163163163163, .exported_messages = 41414141,
	.exported_bytes = 4040404040404, .exported_flows = 424242,
	.init_unix_ms = 0x1122334455667788,
	.ignored = {
		.process = 1, .flows = 9, .packets = 164, .bytes = 165165, .unix_ms = { 323, 324 },
	},
	.lost = {
		.process = 144, .flows = 166, .packets = 167167, .bytes = U64_MAX,
		.unix_ms = { 325, U64_MAX },
	},
};

TEST(options_data_tell_what_the_processes_did)
{
	const struct decoded_options *options;
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 512);
		session.encoder.options = some_options;
		CHECK(session_sends_templates(&session));
		CHECK_VALUES(&session, METERING, 0x12345678, 41414141, 424242, 4040404040404,
			     163163163163);
		CHECK_VALUES(&session, METERING_LOSS, 0x12345678, 1, 164, 165165, 323, 324);
		CHECK_VALUES(&session, EXPORTING_LOSS, 144, 166, 167167, U64_MAX, 325, U64_MAX);
		CHECK_VALUES(&session, TIMEOUTS, 0x12345678, 1800, 15);
		CHECK_VALUES(&session, EXPORTER, 0x12345678, 34, 1, 0x1122334455667788, 0);
		options = options_of(&session, NETFLOW_RECORD_EXPORTER);
		if (options)
			CHECK_TEXT(options->fields[4].text, "edge");
		/* scope: the Observation Domain in IPFIX, the System in v9 */
		if (options)
			CHECK_EQ(options->fields[0].id, with_templates[i] == 9 ? 1 : 149);
		session_free(&session);
	}
}

TEST(options_data_tell_the_keys_of_each_template_of_flows)
{
	struct session session;
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 1400);
		CHECK(session_sends_templates(&session));
		for (n = 0; n < NETFLOW_FLOW_RECORDS; n++) {
			const struct netflow_template *template = &session.encoder.templates[n];
			const struct decoded_options *keys = &session.decoder.options[5 + n];

			CHECK_EQ(keys->fields[0].id, with_templates[i] == 9 ? 5 : 145);
			CHECK_EQ(keys->fields[0].value, template->id);
			CHECK_EQ(keys->fields[1].value, netflow_template_keys(template));
		}
		session_free(&session);
	}
}

/* 55 octets, and 8 */
#define LONG	"a description that is longer than the 64 octets of v9: "
#define UMLAUTS	"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"

static const struct netflow_link some_links[] = {
	{ .ifindex = 1, .name = "lo", .description = "lo" },
	{ .ifindex = 7, .vrf = true, .name = "a-name-of-15-oc",
	  .description = LONG UMLAUTS "\xc3\xa4\xc3\xb6" },
	{ .ifindex = 0, .name = "gone", .description = "gone" },
	{ .ifindex = U32_MAX, .name = "eth0", .description = "" },
};

/* The interfaces told from @first on: those that exist, and the VRF among them */
static void check_links(const struct session *session, unsigned int first)
{
	const struct decoded_options *options = &session->decoder.options[first];
	bool v9 = session->decoder.protocol == 9;

	CHECK_EQ(session->decoder.options_seen, first + 4);
	CHECK_EQ(options[0].fields[0].id, v9 ? 2 : 10);
	CHECK_EQ(options[0].fields[0].value, 1);
	CHECK_TEXT(options[0].fields[1].text, "lo");
	CHECK_TEXT(options[0].fields[2].text, "lo");
	CHECK_EQ(options[1].fields[0].value, 7);
	CHECK_TEXT(options[1].fields[1].text, "a-name-of-15-oc");
	/* v9 cuts it off, and not within a character */
	CHECK_TEXT(options[1].fields[2].text, v9 ? LONG UMLAUTS : some_links[1].description);
	CHECK_EQ(options[2].fields[0].value, 0x12345678);
	CHECK_EQ(options[2].fields[1].value, 7);
	CHECK_TEXT(options[2].fields[2].text, "a-name-of-15-oc");
	CHECK_EQ(options[3].fields[0].value, U32_MAX);
	CHECK_TEXT(options[3].fields[1].text, "eth0");
	CHECK_TEXT(options[3].fields[2].text, "");
}

TEST(interfaces_and_vrfs_have_names)
{
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 512);
		session_set_links(&session, some_links, ARRAY_SIZE(some_links));
		CHECK(session_sends_templates(&session));
		check_links(&session, OPTIONS_RECORDS);
		session_free(&session);
	}
}

TEST(interfaces_are_told_again_when_they_change)
{
	struct session session;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], 1400);
		CHECK(session_sends_templates(&session));
		CHECK(!session_sends_templates(&session));
		session_set_links(&session, some_links, ARRAY_SIZE(some_links));
		CHECK(netflow_announcing(&session.encoder, session.now.uptime_ms));
		CHECK(!session_sends_templates(&session));
		check_links(&session, OPTIONS_RECORDS);
		CHECK(!netflow_announcing(&session.encoder, session.now.uptime_ms));
		session_free(&session);
	}
}

TEST(interfaces_are_repeated_with_templates_but_not_with_all_of_them)
{
	struct session session;

	session_init(&session, NETFLOW_PROTOCOL_IPFIX, 1400);
	session_set_links(&session, some_links, ARRAY_SIZE(some_links));
	CHECK(session_sends_templates(&session));
	session.now.uptime_ms += NETFLOW_LINKS_REFRESH_MS - 1;
	netflow_encoder_restart(&session.encoder);
	CHECK(session_sends_templates(&session));
	CHECK_EQ(session.decoder.options_seen, 2 * OPTIONS_RECORDS + 4);
	session.now.uptime_ms += 1;
	netflow_encoder_restart(&session.encoder);
	CHECK(session_sends_templates(&session));
	CHECK_EQ(session.decoder.options_seen, 3 * OPTIONS_RECORDS + 8);
	session_free(&session);
}

/* As many as need dozens of Messages, while Templates are repeated with each Message */
TEST(many_interfaces_are_told_and_flows_go_on)
{
	static struct netflow_link links[200];
	struct session session;
	unsigned int i, n;

	for (n = 0; n < ARRAY_SIZE(links); n++) {
		links[n].ifindex = n + 1;
		snprintf(links[n].name, sizeof(links[n].name), "eth%u", n);
		memset(links[n].description, 'x', sizeof(links[n].description) - 1);
	}
	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], NETFLOW_MESSAGE_MIN);
		session.encoder.refresh_messages = 1;
		session_set_links(&session, links, ARRAY_SIZE(links));
		session_sends_templates(&session);
		for (n = 0; n < ARRAY_SIZE(links); n++)
			CHECK_EQ(session.decoder.options[OPTIONS_RECORDS + n].fields[0].value,
				 n + 1);
		for (n = 0; n < 20; n++)
			CHECK(session_sends_templates(&session));
		CHECK_EQ(session.decoder.flow_count, 21);
		session_free(&session);
	}
}

/* Devices that go between two Messages of one announcement */
TEST(interfaces_may_become_fewer_meanwhile)
{
	static struct netflow_link links[50];
	struct session session;
	unsigned int i, n;

	for (n = 0; n < ARRAY_SIZE(links); n++) {
		links[n].ifindex = n + 1;
		memset(links[n].description, 'x', sizeof(links[n].description) - 1);
	}
	for (i = 0; i < ARRAY_SIZE(with_templates); i++) {
		session_init(&session, with_templates[i], NETFLOW_MESSAGE_MIN);
		session_set_links(&session, links, ARRAY_SIZE(links));
		do {
			session_begin(&session);
			session_finish(&session);
		} while (session.decoder.options_seen < OPTIONS_RECORDS + 5);
		session_set_links(&session, links, 2);
		session_sends_templates(&session);
		CHECK_EQ(session.decoder.flow_count, 1);
		session_sends_templates(&session);
		CHECK_EQ(session.decoder.flow_count, 2);
		session_free(&session);
	}
}
