// SPDX-License-Identifier: GPL-2.0
#include "template.h"

#include <linux/build_bug.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "encoder.h"

/*
 * The Information Elements of each record, by id, in IPFIX.  Elements without a length in
 * a protocol are omitted there.
 */
static const u16 flow_v4[] = {
	60, 8, 12, 15, 10, 14, 2, 1, 152, 153, 7, 11, 6, 4, 5, 52, 53, 136, 61,
};

static const u16 flow_v6[] = {
	60, 27, 28, 62, 10, 14, 2, 1, 152, 153, 7, 11, 6, 4, 5, 31, 52, 53, 136, 61,
};

static const u16 metering[] = { 149, 41, 42, 40, 163 };
static const u16 metering_loss[] = { 149, 143, 164, 165, 323, 323 };
static const u16 exporting_loss[] = { 144, 166, 167, 168, 323, 323 };
static const u16 timeouts[] = { 149, 36, 37 };
/*
 * 34 and 35 tell that each packet is metered: some collectors drop the flows of an exporter that
 * tells no rate.
 */
static const u16 exporter[] = { 149, 34, 35, 160, 300 };
static const u16 flow_keys[] = { 145, 173 };
static const u16 interface[] = { 10, 82, 83 };
static const u16 vrf[] = { 149, 234, 236 };

/* The elements of a flow's key */
static const u16 keys[] = { 4, 5, 7, 8, 10, 11, 12, 27, 28, 32, 60, 61, 139 };

/* RFC 3954, 6.1 */
enum scope_v9 {
	SCOPE_SYSTEM = 1,
	SCOPE_INTERFACE = 2,
	SCOPE_TEMPLATE = 5,
};

/*
 * What a Template is compiled from: the source of the values, the elements, and
 * - icmp: one more element, 0: none. The destination port also contains ICMP type and code, but
 *   collectors look here. In other flows its 0 would be taken for a port
 * - scopes: number of scope fields in IPFIX; v9 has one
 * - scope_v9: enum scope_v9
 */
static const struct definition {
	enum netflow_source source;
	const u16 *ids;
	u8 count;
	u8 icmp;
	u8 scopes;
	u8 scope_v9;
} definitions[NETFLOW_RECORDS] = {
#define DEFINITION(_source, _ids, ...) \
	{ NETFLOW_SOURCE_##_source, _ids, ARRAY_SIZE(_ids), __VA_ARGS__ }
	[NETFLOW_RECORD_V4] = DEFINITION(V4, flow_v4, 0),
	[NETFLOW_RECORD_V6] = DEFINITION(V6, flow_v6, 0),
	[NETFLOW_RECORD_ICMP_V4] = DEFINITION(V4, flow_v4, 32),
	[NETFLOW_RECORD_ICMP_V6] = DEFINITION(V6, flow_v6, 139),
	[NETFLOW_RECORD_METERING] = DEFINITION(OPTIONS, metering, 0, 1, SCOPE_SYSTEM),
	[NETFLOW_RECORD_METERING_LOSS] = DEFINITION(LOSS, metering_loss, 0, 2, SCOPE_SYSTEM),
	[NETFLOW_RECORD_EXPORTING_LOSS] = DEFINITION(LOSS, exporting_loss, 0, 1, SCOPE_SYSTEM),
	[NETFLOW_RECORD_TIMEOUTS] = DEFINITION(OPTIONS, timeouts, 0, 1, SCOPE_SYSTEM),
	[NETFLOW_RECORD_EXPORTER] = DEFINITION(OPTIONS, exporter, 0, 1, SCOPE_SYSTEM),
	[NETFLOW_RECORD_FLOW_KEYS] = DEFINITION(KEYS, flow_keys, 0, 1, SCOPE_TEMPLATE),
	[NETFLOW_RECORD_INTERFACE] = DEFINITION(LINK, interface, 0, 1, SCOPE_INTERFACE),
	[NETFLOW_RECORD_VRF] = DEFINITION(LINK, vrf, 0, 2, SCOPE_SYSTEM),
#undef DEFINITION
};

static_assert(ARRAY_SIZE(flow_v4) + 1 <= NETFLOW_TEMPLATE_FIELDS_MAX, "more fields than room");
static_assert(ARRAY_SIZE(flow_v6) + 1 <= NETFLOW_TEMPLATE_FIELDS_MAX, "more fields than room");

/* What does not fit into an empty Message would be tried again for ever. */
#define LONGEST_HEADER		20	/* v9 */
#define TEMPLATE_SET		(4 + 6 + 4 * NETFLOW_TEMPLATE_FIELDS_MAX + 2)
#define LINK_SET		(4 + 4 + NETFLOW_LINK_NAME + NETFLOW_LINK_DESCRIPTION + 3)

static_assert(LONGEST_HEADER + TEMPLATE_SET <= NETFLOW_MESSAGE_MIN,
	      "the smallest Message has no room for a Template");
static_assert(LONGEST_HEADER + 4 + 16 * NETFLOW_TEMPLATE_FIELDS_MAX <= NETFLOW_MESSAGE_MIN,
	      "the smallest Message has no room for a record");
static_assert(LONGEST_HEADER + LINK_SET <= NETFLOW_MESSAGE_MIN,
	      "the smallest Message has no room for an interface");

/*
 * Returns the element that v9 uses instead: collectors of v9 expect uptimes (RFC 3954, 8), and
 * one element for ICMP of both families.
 */
static u16 id_in_v9(u16 id)
{
	switch (id) {
	case 139:
		return 32;
	case 152:
		return 22;
	case 153:
		return 21;
	default:
		return id;
	}
}

static unsigned int times(const struct netflow_template *template, u16 id)
{
	unsigned int i, count = 0;

	for (i = 0; i < template->count; i++)
		count += template->fields[i].id == id;
	return count;
}

/* An element that comes again is the next one of an array. */
static void add_field(struct netflow_template *template, u16 id, enum netflow_source source,
		      u8 protocol)
{
	const struct netflow_field *field;
	struct netflow_template_field *step;
	u16 length;

	if (protocol == NETFLOW_PROTOCOL_V9)
		id = id_in_v9(id);
	field = netflow_field_find(id);
	length = netflow_field_length(field, protocol);
	if (!length)
		return;
	step = &template->fields[template->count];
	step->id = id;
	step->offset = field->source[source].offset + times(template, id) * length;
	step->kind = field->source[source].kind;
	step->length = length;
	template->count++;
	if (length == NETFLOW_LENGTH_VARIABLE)
		template->variable = true;
	else
		template->record_length += length;
}

static void compile(struct netflow_template *template, enum netflow_record record, u8 protocol)
{
	const struct definition *definition = &definitions[record];
	unsigned int i;

	memset(template, 0, sizeof(*template));
	for (i = 0; i < definition->count; i++)
		add_field(template, definition->ids[i], definition->source, protocol);
	if (definition->icmp)
		add_field(template, definition->icmp, definition->source, protocol);
	template->scopes = definition->scopes;
	if (protocol == NETFLOW_PROTOCOL_V9) {
		template->scopes = !!definition->scopes;
		template->scope_v9 = definition->scope_v9;
	}
	template->id = netflow_template_id(template, protocol);
}

u64 netflow_template_keys(const struct netflow_template *template)
{
	unsigned int i, k;
	u64 mask = 0;

	for (i = 0; i < template->count; i++) {
		for (k = 0; k < ARRAY_SIZE(keys); k++)
			if (template->fields[i].id == keys[k])
				mask |= 1ULL << i;
	}
	return mask;
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
