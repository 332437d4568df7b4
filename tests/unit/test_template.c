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
static bool is_length_of(u8 kind, u8 length)
{
	switch (kind) {
	case NETFLOW_KIND_CONSTANT:
	case NETFLOW_KIND_U8:
	case NETFLOW_KIND_END_REASON:
		return length == 1;
	case NETFLOW_KIND_BE16:
	case NETFLOW_KIND_ICMP:
	case NETFLOW_KIND_ICMPV6:
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
	}
	return false;
}

TEST(fields_have_lengths_that_their_kinds_allow)
{
	static const size_t sizes[NETFLOW_RECORDS] = {
		sizeof(struct netflow_flow_v4), sizeof(struct netflow_flow_v6),
		offsetof(struct netflow_encoder, templates),
	};
	const struct netflow_field *field;
	unsigned int i, record, sources;

	for (field = netflow_fields; field < netflow_fields + netflow_fields_count; field++) {
		sources = 0;
		CHECK(field->name && *field->name);
		CHECK(field->length_v9 || field->length_ipfix);
		for (record = 0; record < NETFLOW_RECORDS; record++) {
			if (field->source[record].kind == NETFLOW_KIND_NONE)
				continue;
			sources++;
			for (i = 0; i < ARRAY_SIZE(protocols); i++) {
				u8 length = netflow_field_length(field, protocols[i]);

				CHECK(!length || is_length_of(field->source[record].kind, length));
			}
			CHECK(field->source[record].kind == NETFLOW_KIND_CONSTANT ||
			      field->source[record].offset < sizes[record]);
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
		sum += template->fields[i].length;
		CHECK(template->fields[i].length);
		CHECK(template->fields[i].kind != NETFLOW_KIND_NONE);
	}
	CHECK_TEXT(text, documented);
	CHECK_EQ(sum, length);
	CHECK_EQ(template->record_length, length);
}

TEST(templates_are_as_documented)
{
	struct netflow_template templates[NETFLOW_RECORDS];

	netflow_templates_init(templates, NETFLOW_PROTOCOL_V9);
	check_description(&templates[NETFLOW_RECORD_V4],
			  "60/1 8/4 12/4 15/4 10/4 14/4 2/8 1/8 22/4 21/4 7/2 11/2 6/1 4/1 5/1 52/1 53/1 136/1 61/1 32/2",
			  58);
	check_description(&templates[NETFLOW_RECORD_V6],
			  "60/1 27/16 28/16 62/16 10/4 14/4 2/8 1/8 22/4 21/4 7/2 11/2 6/1 4/1 5/1 31/3 52/1 53/1 136/1 61/1 32/2",
			  97);
	check_description(&templates[NETFLOW_RECORD_EXPORTER],
			  "149/4 34/4 35/1 160/8 163/8 41/8 40/8 42/8 166/8 167/8 168/8",
			  73);

	netflow_templates_init(templates, NETFLOW_PROTOCOL_IPFIX);
	check_description(&templates[NETFLOW_RECORD_V4],
			  "60/1 8/4 12/4 15/4 10/4 14/4 2/8 1/8 152/8 153/8 7/2 11/2 6/2 4/1 5/1 52/1 53/1 136/1 61/1",
			  65);
	check_description(&templates[NETFLOW_RECORD_V6],
			  "60/1 27/16 28/16 62/16 10/4 14/4 2/8 1/8 152/8 153/8 7/2 11/2 6/2 4/1 5/1 31/4 52/1 53/1 136/1 61/1",
			  105);
	check_description(&templates[NETFLOW_RECORD_EXPORTER],
			  "149/4 34/4 35/1 160/8 163/8 41/8 40/8 42/8 166/8 167/8 168/8",
			  73);

	CHECK_EQ(templates[NETFLOW_RECORD_V4].scopes, 0);
	CHECK_EQ(templates[NETFLOW_RECORD_V6].scopes, 0);
	CHECK_EQ(templates[NETFLOW_RECORD_EXPORTER].scopes, 1);
}

/* They change only with a definition: then these numbers are to be changed. */
TEST(template_ids_are_the_same_for_ever)
{
	static const u16 ids[2][NETFLOW_RECORDS] = {
		{ 21434, 42628, 48315 },
		{ 60956, 23395, 48656 },
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
		octets[length++] = 0;
		octets[length++] = template->fields[i].length;
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
