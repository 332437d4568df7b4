// SPDX-License-Identifier: GPL-2.0
/* Fields and Templates. The file under test is included, to reach its statics. */
#include "encoding/template.c"

#include "test.h"

static const u8 protocols[] = { NETFLOW_PROTOCOL_V9, NETFLOW_PROTOCOL_IPFIX };

TEST(fields_are_in_order_and_found_by_their_ids)
{
	unsigned int i;

	for (i = 0; i < netflow_fields_count; i++) {
		CHECK(netflow_field_find(netflow_fields[i].id) == &netflow_fields[i]);
		if (i)
			CHECK(netflow_fields[i].id > netflow_fields[i - 1].id);
	}
	CHECK(!netflow_field_find(0));
	CHECK(!netflow_field_find(65535));
}

/* Lengths that the encoder can write a kind in. */
static bool is_length_of(u8 kind, u16 length)
{
	switch (kind) {
	case NETFLOW_KIND_CONSTANT:
	case NETFLOW_KIND_U8:
	case NETFLOW_KIND_END_REASON:
		return length == 1;
	case NETFLOW_KIND_BE16:
	case NETFLOW_KIND_U16:
		return length == 2;
	case NETFLOW_KIND_U32:
	case NETFLOW_KIND_BE32:
		return length == 4;
	case NETFLOW_KIND_U64:
	case NETFLOW_KIND_TIME:
		return length == 8;
	case NETFLOW_KIND_IN6:
		return length == 16;
	case NETFLOW_KIND_LABEL:
		return length == 3 || length == 4;
	case NETFLOW_KIND_TCP_FLAGS:
		return length == 1 || length == 2;
	case NETFLOW_KIND_STRING:
		return length;
	}
	return false;
}

TEST(fields_have_lengths_that_their_kinds_allow)
{
	static const size_t sizes[NETFLOW_SOURCES] = {
		[NETFLOW_SOURCE_V4] = sizeof(struct netflow_flow_v4),
		[NETFLOW_SOURCE_V6] = sizeof(struct netflow_flow_v6),
		[NETFLOW_SOURCE_OPTIONS] = sizeof(struct netflow_options),
		[NETFLOW_SOURCE_LOSS] = sizeof(struct netflow_loss_options),
		[NETFLOW_SOURCE_KEYS] = sizeof(struct netflow_flow_keys),
		[NETFLOW_SOURCE_LINK] = sizeof(struct netflow_link),
	};
	const struct netflow_field *field;
	unsigned int i, source, sources;

	for (field = netflow_fields; field < netflow_fields + netflow_fields_count; field++) {
		sources = 0;
		CHECK(field->name && *field->name);
		CHECK(field->length_v9 || field->length_ipfix);
		for (source = 0; source < NETFLOW_SOURCES; source++) {
			if (field->source[source].kind == NETFLOW_KIND_NONE)
				continue;
			sources++;
			for (i = 0; i < ARRAY_SIZE(protocols); i++) {
				u16 length = netflow_field_length(field, protocols[i]);

				CHECK(!length || is_length_of(field->source[source].kind, length));
			}
			CHECK(field->source[source].kind == NETFLOW_KIND_CONSTANT ||
			      field->source[source].offset < sizes[source]);
		}
		CHECK(sources);
	}
}

/* @documented: the fields in their order, as "id/length" */
static void check_description(const struct netflow_template *template, const char *documented,
			      unsigned int length)
{
	unsigned int i, sum = 0;
	char text[512] = "";
	int used = 0;

	for (i = 0; i < template->count; i++) {
		used += scnprintf(text + used, sizeof(text) - used, "%s%u/%u", i ? " " : "",
				  template->fields[i].id, template->fields[i].length);
		if (template->fields[i].length != NETFLOW_LENGTH_VARIABLE)
			sum += template->fields[i].length;
		CHECK(template->fields[i].length);
		CHECK(template->fields[i].kind != NETFLOW_KIND_NONE);
	}
	CHECK_TEXT(text, documented);
	CHECK_EQ(sum, length);
	CHECK_EQ(template->record_length, length);
}

struct description {
	enum netflow_record record;
	const char *fields;
	unsigned int length;
	unsigned int scopes;
};

static void check_descriptions(u8 protocol, const struct description *descriptions)
{
	struct netflow_template templates[NETFLOW_RECORDS];
	unsigned int i;

	netflow_templates_init(templates, protocol);
	for (i = 0; i < NETFLOW_RECORDS; i++) {
		const struct description *description = &descriptions[i];

		CHECK_EQ(description->record, i);
		check_description(&templates[i], description->fields, description->length);
		CHECK_EQ(templates[i].scopes, description->scopes);
	}
}

#define V9_V4 \
	"60/1 8/4 12/4 15/4 10/4 14/4 2/8 1/8 22/4 21/4 7/2 11/2 6/1 4/1 5/1 52/1 53/1 136/1 61/1"
#define V9_V6 \
	"60/1 27/16 28/16 62/16 10/4 14/4 2/8 1/8 22/4 21/4 7/2 11/2 6/1 4/1 5/1 31/3 52/1 53/1 " \
	"136/1 61/1"

TEST(templates_of_v9_are_as_documented)
{
	static const struct description descriptions[NETFLOW_RECORDS] = {
		{ NETFLOW_RECORD_V4, V9_V4, 56, 0 },
		{ NETFLOW_RECORD_V6, V9_V6, 95, 0 },
		{ NETFLOW_RECORD_ICMP_V4, V9_V4 " 32/2", 58, 0 },
		{ NETFLOW_RECORD_ICMP_V6, V9_V6 " 32/2", 97, 0 },
		{ NETFLOW_RECORD_METERING, "149/4 41/8 42/8 40/8 163/8", 36, 1 },
		{ NETFLOW_RECORD_METERING_LOSS, "149/4 143/4 164/8 165/8 323/8 323/8", 40, 1 },
		{ NETFLOW_RECORD_EXPORTING_LOSS, "144/4 166/8 167/8 168/8 323/8 323/8", 44, 1 },
		{ NETFLOW_RECORD_TIMEOUTS, "149/4 36/2 37/2", 8, 1 },
		{ NETFLOW_RECORD_EXPORTER, "149/4 34/4 35/1 160/8 300/32", 49, 1 },
		{ NETFLOW_RECORD_FLOW_KEYS, "145/2 173/8", 10, 1 },
		{ NETFLOW_RECORD_INTERFACE, "10/4 82/16 83/64", 84, 1 },
		{ NETFLOW_RECORD_VRF, "149/4 234/4 236/16", 24, 1 },
	};

	check_descriptions(NETFLOW_PROTOCOL_V9, descriptions);
}

#define IPFIX_V4 \
	"60/1 8/4 12/4 15/4 10/4 14/4 2/8 1/8 152/8 153/8 7/2 11/2 6/2 4/1 5/1 52/1 53/1 " \
	"136/1 61/1"
#define IPFIX_V6 \
	"60/1 27/16 28/16 62/16 10/4 14/4 2/8 1/8 152/8 153/8 7/2 11/2 6/2 4/1 5/1 31/4 52/1 " \
	"53/1 136/1 61/1"

TEST(templates_of_ipfix_are_as_documented)
{
	static const struct description descriptions[NETFLOW_RECORDS] = {
		{ NETFLOW_RECORD_V4, IPFIX_V4, 65, 0 },
		{ NETFLOW_RECORD_V6, IPFIX_V6, 105, 0 },
		{ NETFLOW_RECORD_ICMP_V4, IPFIX_V4 " 32/2", 67, 0 },
		{ NETFLOW_RECORD_ICMP_V6, IPFIX_V6 " 139/2", 107, 0 },
		{ NETFLOW_RECORD_METERING, "149/4 41/8 42/8 40/8 163/8", 36, 1 },
		{ NETFLOW_RECORD_METERING_LOSS, "149/4 143/4 164/8 165/8 323/8 323/8", 40, 2 },
		{ NETFLOW_RECORD_EXPORTING_LOSS, "144/4 166/8 167/8 168/8 323/8 323/8", 44, 1 },
		{ NETFLOW_RECORD_TIMEOUTS, "149/4 36/2 37/2", 8, 1 },
		{ NETFLOW_RECORD_EXPORTER, "149/4 34/4 35/1 160/8 300/65535", 17, 1 },
		{ NETFLOW_RECORD_FLOW_KEYS, "145/2 173/8", 10, 1 },
		{ NETFLOW_RECORD_INTERFACE, "10/4 82/65535 83/65535", 4, 1 },
		{ NETFLOW_RECORD_VRF, "149/4 234/4 236/65535", 8, 2 },
	};

	check_descriptions(NETFLOW_PROTOCOL_IPFIX, descriptions);
}

/* Bits of the Template of IPv4 flows: 60 8 12 10 7 11 4 5 61; IPv6: 60 27 28 10 7 11 4 5 61 */
#define KEYS_V4	0x46c17
#define KEYS_V6	0x86c17

/* RFC 7011, 4.4: each field that tells flows apart, and no other */
TEST(flow_keys_are_those_of_the_cache)
{
	struct netflow_template templates[NETFLOW_RECORDS];

	netflow_templates_init(templates, NETFLOW_PROTOCOL_IPFIX);
	CHECK_EQ(netflow_template_keys(&templates[NETFLOW_RECORD_V4]), KEYS_V4);
	CHECK_EQ(netflow_template_keys(&templates[NETFLOW_RECORD_V6]), KEYS_V6);
	/* and type and code, which come last */
	CHECK_EQ(netflow_template_keys(&templates[NETFLOW_RECORD_ICMP_V4]), KEYS_V4 | 0x80000);
	CHECK_EQ(netflow_template_keys(&templates[NETFLOW_RECORD_ICMP_V6]), KEYS_V6 | 0x100000);
}

/* They change only with a definition: then these numbers are to be changed. */
TEST(template_ids_are_the_same_for_ever)
{
	static const u16 ids[2][NETFLOW_RECORDS] = {
		{
			62452, 62122, 21434, 42628, 15708, 506, 61240, 61023, 41949, 8937, 55174,
			5370,
		},
		{
			60956, 23395, 60514, 19936, 19543, 63220, 62811, 20932, 48580, 6350, 61201,
			14466,
		},
	};
	struct netflow_template templates[NETFLOW_RECORDS];
	unsigned int i, record;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		netflow_templates_init(templates, protocols[i]);
		for (record = 0; record < NETFLOW_RECORDS; record++)
			CHECK_EQ(templates[record].id, ids[i][record]);
	}
}

/* The same function, written down a second time from its description. */
static u16 described_id(const struct netflow_template *template, u8 protocol)
{
	u8 octets[2 + 4 * NETFLOW_TEMPLATE_FIELDS_MAX] = { protocol, template->scopes };
	unsigned int i, length = 2;
	u32 hash = 0x811c9dc5;

	for (i = 0; i < template->count; i++) {
		octets[length++] = template->fields[i].id / 256;
		octets[length++] = template->fields[i].id % 256;
		octets[length++] = template->fields[i].length / 256;
		octets[length++] = template->fields[i].length % 256;
	}
	for (i = 0; i < length; i++) {
		hash ^= octets[i];
		hash *= 0x01000193;
	}
	return 256 + hash % 65280;
}

static void check_other_id(const struct netflow_template *changed, u8 protocol, u16 id)
{
	u16 other = netflow_template_id(changed, protocol);

	CHECK(other != id);
	CHECK(other >= 256);
	CHECK_EQ(other, described_id(changed, protocol));
}

static void check_changes(const struct netflow_template *template, u8 protocol)
{
	struct netflow_template changed;
	unsigned int i;

	CHECK_EQ(template->id, described_id(template, protocol));
	for (i = 0; i < template->count; i++) {
		changed = *template;
		changed.fields[i].id++;
		check_other_id(&changed, protocol, template->id);

		changed = *template;
		changed.fields[i].length++;
		check_other_id(&changed, protocol, template->id);

		if (template->fields[i].id == template->fields[(i + 1) % template->count].id)
			continue;
		changed = *template;
		changed.fields[i] = template->fields[(i + 1) % template->count];
		changed.fields[(i + 1) % template->count] = template->fields[i];
		check_other_id(&changed, protocol, template->id);
	}
	changed = *template;
	changed.count--;
	check_other_id(&changed, protocol, template->id);
	changed = *template;
	changed.scopes++;
	check_other_id(&changed, protocol, template->id);
	CHECK(netflow_template_id(template, protocol + 1) != template->id);
}

TEST(another_definition_has_another_id)
{
	struct netflow_template templates[NETFLOW_RECORDS];
	unsigned int i, record;

	for (i = 0; i < ARRAY_SIZE(protocols); i++) {
		netflow_templates_init(templates, protocols[i]);
		for (record = 0; record < NETFLOW_RECORDS; record++)
			check_changes(&templates[record], protocols[i]);
	}
}

TEST(ids_that_meet_are_made_distinct)
{
	struct netflow_template templates[3] = { 0 };

	templates[0].id = 65535;
	templates[1].id = 65535;
	templates[2].id = 65535;
	make_id_distinct(templates, 0);
	make_id_distinct(templates, 1);
	make_id_distinct(templates, 2);
	CHECK_EQ(templates[0].id, 65535);
	CHECK_EQ(templates[1].id, 256);
	CHECK_EQ(templates[2].id, 257);

	templates[0].id = 301;
	templates[1].id = 300;
	templates[2].id = 300;
	make_id_distinct(templates, 2);
	CHECK_EQ(templates[2].id, 302);
}
