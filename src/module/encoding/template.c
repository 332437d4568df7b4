// SPDX-License-Identifier: GPL-2.0
#include "template.h"

#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "encoder.h"

/*
 * The Information Elements of each record, by id, in IPFIX.  Elements without a length in
 * a protocol are omitted there.  The destination port also contains ICMP type and code,
 * but collectors of v9 expect element 32, and collectors of IPFIX would take its 0 for
 * the port of SCTP, DCCP and UDP-Lite.
 */
static const u16 flow_v4[] = {
	60, 8, 12, 15, 10, 14, 2, 1, 152, 153, 7, 11, 6, 4, 5, 52, 53, 136, 61, 32,
};

static const u16 flow_v6[] = {
	60, 27, 28, 62, 10, 14, 2, 1, 152, 153, 7, 11, 6, 4, 5, 31, 52, 53, 136, 61, 32,
};

/*
 * RFC 7011, 4.1 and 4.3.  34 and 35 tell that each packet is metered: some collectors drop
 * the flows of an exporter that tells no rate.
 */
static const u16 exporter[] = {
	149, 34, 35, 160, 163, 41, 40, 42, 166, 167, 168,
};

static const struct definition {
	const u16 *ids;
	u8 count;
	u8 scopes;
} definitions[NETFLOW_RECORDS] = {
	[NETFLOW_RECORD_V4] = { flow_v4, ARRAY_SIZE(flow_v4), 0 },
	[NETFLOW_RECORD_V6] = { flow_v6, ARRAY_SIZE(flow_v6), 0 },
	[NETFLOW_RECORD_EXPORTER] = { exporter, ARRAY_SIZE(exporter), 1 },
};

static_assert(ARRAY_SIZE(flow_v4) <= NETFLOW_TEMPLATE_FIELDS_MAX, "more fields than room");
static_assert(ARRAY_SIZE(flow_v6) <= NETFLOW_TEMPLATE_FIELDS_MAX, "more fields than room");
static_assert(ARRAY_SIZE(exporter) <= NETFLOW_TEMPLATE_FIELDS_MAX, "more fields than room");

#define LONGEST_HEADER		20	/* v9 */
#define TEMPLATE_SET(_ids)	(4 + 4 + 4 * ARRAY_SIZE(_ids))
#define OPTIONS_SETS(_ids)	(4 + 6 + 2 + 4 + (4 + 8) * ARRAY_SIZE(_ids))

static_assert(LONGEST_HEADER + TEMPLATE_SET(flow_v4) + TEMPLATE_SET(flow_v6) +
	      OPTIONS_SETS(exporter) <= NETFLOW_MESSAGE_MIN,
	      "the smallest Message has no room for all Templates and options data");
static_assert(LONGEST_HEADER + 4 + 16 * NETFLOW_TEMPLATE_FIELDS_MAX <= NETFLOW_MESSAGE_MIN,
	      "the smallest Message has no room for a record");

/*
 * Returns the element that v9 uses instead: collectors of v9 expect uptimes (RFC 3954, 8).
 */
static u16 id_in_v9(u16 id)
{
	switch (id) {
	case 152:
		return 22;
	case 153:
		return 21;
	default:
		return id;
	}
}

static void add_field(struct netflow_template *template, u16 id, enum netflow_record record,
		      u8 protocol)
{
	const struct netflow_field *field = netflow_field_find(id);
	u8 length = netflow_field_length(field, protocol);
	struct netflow_template_field *step;

	if (!length)
		return;
	step = &template->fields[template->count++];
	step->id = id;
	step->offset = field->source[record].offset;
	step->kind = field->source[record].kind;
	step->length = length;
	template->record_length += step->length;
}

static void compile(struct netflow_template *template, enum netflow_record record, u8 protocol)
{
	const struct definition *definition = &definitions[record];
	unsigned int i;
	u16 id;

	memset(template, 0, sizeof(*template));
	template->scopes = definition->scopes;
	for (i = 0; i < definition->count; i++) {
		id = definition->ids[i];
		if (protocol == NETFLOW_PROTOCOL_V9)
			id = id_in_v9(id);
		add_field(template, id, record, protocol);
	}
	template->id = netflow_template_id(template, protocol);
}

static u32 fnv1a(u32 hash, u8 octet)
{
	return (hash ^ octet) * 16777619u;
}

static u32 fnv1a_u16(u32 hash, u16 value)
{
	return fnv1a(fnv1a(hash, value >> 8), value & 0xff);
}

u16 netflow_template_id(const struct netflow_template *template, u8 protocol)
{
	u32 hash = 2166136261u;
	unsigned int i;

	hash = fnv1a(fnv1a(hash, protocol), template->scopes);
	for (i = 0; i < template->count; i++) {
		hash = fnv1a_u16(hash, template->fields[i].id);
		hash = fnv1a_u16(hash, template->fields[i].length);
	}
	return NETFLOW_TEMPLATE_ID_MIN + hash % (65536 - NETFLOW_TEMPLATE_ID_MIN);
}

/* Skip ids that earlier Templates use. */
static void make_id_distinct(struct netflow_template *templates, unsigned int index)
{
	struct netflow_template *template = &templates[index];
	unsigned int i = 0;

	while (i < index) {
		if (templates[i].id != template->id) {
			i++;
			continue;
		}
		template->id = template->id == 65535 ? NETFLOW_TEMPLATE_ID_MIN : template->id + 1;
		i = 0;
	}
}

void netflow_templates_init(struct netflow_template *templates, u8 protocol)
{
	unsigned int record;

	for (record = 0; record < NETFLOW_RECORDS; record++) {
		compile(&templates[record], record, protocol);
		make_id_distinct(templates, record);
	}
}
