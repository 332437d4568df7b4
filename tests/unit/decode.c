// SPDX-License-Identifier: GPL-2.0
#include "decode.h"

#include <stdlib.h>

/* What is left to be read; an error stays. */
struct input {
	const u8 *data;
	size_t length;
	const char *error;
};

static u64 get(struct input *in, unsigned int octets)
{
	u64 value = 0;

	if (in->length < octets) {
		in->error = "cut off";
		in->length = 0;
		return 0;
	}
	in->length -= octets;
	while (octets--)
		value = value << 8 | *in->data++;
	return value;
}

static void get_octets(struct input *in, u8 *out, unsigned int octets)
{
	while (octets--)
		*out++ = get(in, 1);
}

static struct input get_part(struct input *in, size_t octets)
{
	struct input part = { in->data, octets, NULL };

	if (octets > in->length) {
		in->error = "longer than the Message";
		part.length = in->length;
	}
	in->data += part.length;
	in->length -= part.length;
	return part;
}

/* Only v9's Sets are padded. */
static void check_padding(const struct decoder *decoder, struct input *in)
{
	if (in->length > (decoder->protocol == 9 ? 3 : 0))
		in->error = "more padding than is needed";
	while (in->length) {
		if (get(in, 1))
			in->error = "padding is not 0";
	}
}

void decoder_init(struct decoder *decoder, u8 protocol, u32 domain)
{
	memset(decoder, 0, sizeof(*decoder));
	decoder->protocol = protocol;
	decoder->domain = domain;
}

void decoder_free(struct decoder *decoder)
{
	free(decoder->flows);
}

static struct decoded_flow *new_flow(struct decoder *decoder)
{
	struct decoded_flow *flow;

	if (decoder->flow_count == decoder->flow_room) {
		decoder->flow_room = 2 * decoder->flow_room + 64;
		decoder->flows = realloc(decoder->flows, decoder->flow_room * sizeof(*flow));
		if (!decoder->flows)
			abort();
	}
	flow = &decoder->flows[decoder->flow_count++];
	memset(flow, 0, sizeof(*flow));
	return flow;
}

static void decode_v5_record(struct decoder *decoder, struct input *in)
{
	struct decoded_flow *flow = new_flow(decoder);

	flow->version = 4;
	get_octets(in, flow->source, 4);
	get_octets(in, flow->destination, 4);
	get_octets(in, flow->next_hop, 4);
	flow->ingress = get(in, 2);
	flow->egress = get(in, 2);
	flow->packets = get(in, 4);
	flow->bytes = get(in, 4);
	flow->first_uptime = get(in, 4);
	flow->last_uptime = get(in, 4);
	flow->source_port = get(in, 2);
	flow->destination_port = get(in, 2);
	if (get(in, 1))
		in->error = "pad1 is not 0";
	flow->tcp_flags = get(in, 1);
	flow->protocol = get(in, 1);
	flow->tos = get(in, 1);
	if (get(in, 8))
		in->error = "AS, mask or pad2 is not 0";
}

static const char *decode_v5(struct decoder *decoder, struct input *in)
{
	unsigned int i, count = get(in, 2);

	decoder->uptime = get(in, 4);
	decoder->unix_secs = get(in, 4);
	decoder->unix_nsecs = get(in, 4);
	if (get(in, 4) != decoder->sequence)
		return "sequence number";
	if (get(in, 2) != (decoder->domain & 0xffff))
		return "engine type and id";
	if (get(in, 2))
		return "sampling interval is not 0";
	if (count < 1 || count > 30)
		return "count is not 1 to 30";
	for (i = 0; i < count && !in->error; i++)
		decode_v5_record(decoder, in);
	if (in->length)
		return "length does not match the count";
	decoder->sequence += count;
	return in->error;
}

static struct decoded_template *find_template(struct decoder *decoder, u16 id)
{
	unsigned int i;

	for (i = 0; i < decoder->template_count; i++) {
		if (decoder->templates[i].id == id)
			return &decoder->templates[i];
	}
	return NULL;
}

static void store_template(struct decoder *decoder, const struct decoded_template *template,
			   struct input *in)
{
	struct decoded_template *known = find_template(decoder, template->id);

	decoder->templates_seen++;
	if (template->id < 256)
		in->error = "Template ID below 256";
	else if (known && memcmp(known, template, sizeof(*known)))
		in->error = "Template ID used for another Template";
	else if (!known && decoder->template_count == DECODE_TEMPLATES)
		in->error = "more Templates than expected";
	else if (!known)
		decoder->templates[decoder->template_count++] = *template;
}

static void get_fields(struct input *in, struct decoded_template *template)
{
	unsigned int i;

	if (template->count > DECODE_FIELDS || !template->count) {
		in->error = "number of fields";
		template->count = 0;
	}
	for (i = 0; i < template->count; i++) {
		template->fields[i].id = get(in, 2);
		template->fields[i].length = get(in, 2);
		if (!template->fields[i].length)
			in->error = "field without a length";
	}
}

static unsigned int decode_templates(struct decoder *decoder, struct input *in)
{
	unsigned int count = 0;

	while (in->length > 3 && !in->error) {
		struct decoded_template template = { 0 };

		template.id = get(in, 2);
		template.count = get(in, 2);
		get_fields(in, &template);
		store_template(decoder, &template, in);
		count++;
	}
	check_padding(decoder, in);
	return count;
}

/* Alone in its Set. v9 tells octets of scopes and of options, IPFIX numbers of fields. */
static unsigned int decode_options_template(struct decoder *decoder, struct input *in)
{
	struct decoded_template template = { 0 };

	template.options = true;
	template.id = get(in, 2);
	if (decoder->protocol == 9) {
		template.scopes = get(in, 2) / 4;
		template.count = template.scopes + get(in, 2) / 4;
	} else {
		template.count = get(in, 2);
		template.scopes = get(in, 2);
	}
	if (!template.scopes || template.scopes >= template.count)
		in->error = "number of scopes";
	get_fields(in, &template);
	store_template(decoder, &template, in);
	check_padding(decoder, in);
	return 1;
}

#define ELEMENT(_id, _member, _size)	{ _id, offsetof(struct decoded_flow, _member), _size }

/* Information Elements, and the member of struct decoded_flow that takes each. */
static const struct element {
	u16 id;
	u16 offset;
	u8 size;
} elements[] = {
	ELEMENT(1, bytes, 8),
	ELEMENT(2, packets, 8),
	ELEMENT(4, protocol, 1),
	ELEMENT(5, tos, 1),
	ELEMENT(6, tcp_flags, 2),
	ELEMENT(7, source_port, 2),
	ELEMENT(8, source, 16),
	ELEMENT(10, ingress, 4),
	ELEMENT(11, destination_port, 2),
	ELEMENT(12, destination, 16),
	ELEMENT(14, egress, 4),
	ELEMENT(15, next_hop, 16),
	ELEMENT(21, last_uptime, 4),
	ELEMENT(22, first_uptime, 4),
	ELEMENT(27, source, 16),
	ELEMENT(28, destination, 16),
	ELEMENT(31, flow_label, 4),
	ELEMENT(32, icmp, 2),
	ELEMENT(52, ttl_min, 1),
	ELEMENT(53, ttl_max, 1),
	ELEMENT(60, version, 1),
	ELEMENT(61, direction, 1),
	ELEMENT(62, next_hop, 16),
	ELEMENT(136, end_reason, 1),
	ELEMENT(139, icmp, 2),
	ELEMENT(152, first_ms, 8),
	ELEMENT(153, last_ms, 8),
};

static const struct element *find_element(u16 id)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(elements); i++) {
		if (elements[i].id == id)
			return &elements[i];
	}
	return NULL;
}

static void store_number(u8 *member, unsigned int size, u64 value)
{
	u16 value16 = value;
	u32 value32 = value;

	if (size == 1)
		*member = value;
	else if (size == 2)
		memcpy(member, &value16, size);
	else if (size == 4)
		memcpy(member, &value32, size);
	else
		memcpy(member, &value, size);
}

static void decode_field(struct decoded_flow *flow, u16 id, unsigned int length, struct input *in)
{
	const struct element *element = find_element(id);
	u8 *member = (u8 *)flow;

	if (!element) {
		in->error = "unexpected Information Element";
		return;
	}
	if (id == 32 || id == 139)
		flow->icmp_id = id;
	member += element->offset;
	if (element->size == 16 && (length == 4 || length == 16))
		get_octets(in, member, length);
	else if (element->size < 16 && length <= element->size)
		store_number(member, element->size, get(in, length));
	else
		in->error = "field of an odd length";
}

/* Strings are those of any length, and interface names: v9 fills them with 0. */
static bool is_text(u16 id, unsigned int length)
{
	return length == 65535 || id == 82 || id == 83 || id == 236 || id == 300;
}

static void get_text(struct input *in, char *text, unsigned int length)
{
	if (length == 65535)
		length = get(in, 1);
	get_octets(in, (u8 *)text, length < 256 ? length : 255);
}

static void decode_options(struct decoder *decoder, const struct decoded_template *template,
			   struct input *in)
{
	struct decoded_options *options = &decoder->options[decoder->options_seen % DECODE_OPTIONS];
	unsigned int i;

	memset(options, 0, sizeof(*options));
	options->template = template->id;
	options->count = template->count;
	if (template->count > ARRAY_SIZE(options->fields)) {
		in->error = "more fields than expected";
		return;
	}
	for (i = 0; i < template->count; i++) {
		u16 id = template->fields[i].id, length = template->fields[i].length;

		options->fields[i].id = id;
		if (is_text(id, length))
			get_text(in, options->fields[i].text, length);
		else
			options->fields[i].value = get(in, length);
	}
	decoder->options_seen++;
}

static unsigned int decode_records(struct decoder *decoder, u16 id, struct input *in)
{
	const struct decoded_template *template = find_template(decoder, id);
	struct decoded_flow *flow;
	unsigned int i, count = 0;

	if (!template) {
		in->error = "data without a Template";
		return 0;
	}
	while (in->length > 3 && !in->error) {
		count++;
		if (template->options) {
			decode_options(decoder, template, in);
			continue;
		}
		flow = new_flow(decoder);
		for (i = 0; i < template->count; i++)
			decode_field(flow, template->fields[i].id, template->fields[i].length, in);
	}
	check_padding(decoder, in);
	return count;
}

/* Sets up to the end of the Message; counts Data Records and, apart, those of Templates. */
static const char *decode_sets(struct decoder *decoder, struct input *in, size_t begin,
			       unsigned int *data, unsigned int *templates)
{
	bool v9 = decoder->protocol == 9;
	size_t total = begin + in->length;

	while (in->length && !in->error) {
		u16 id, length;
		struct input set;

		if (v9 && (total - in->length) % 4)
			return "Set is not aligned to 4 octets";
		id = get(in, 2);
		length = get(in, 2);
		if (length <= 4)
			return "empty Set";
		set = get_part(in, length - 4);
		if (id == (v9 ? 0 : 2))
			*templates += decode_templates(decoder, &set);
		else if (id == (v9 ? 1 : 3))
			*templates += decode_options_template(decoder, &set);
		else if (id >= 256)
			*data += decode_records(decoder, id, &set);
		else
			return "unknown Set";
		if (set.error)
			return set.error;
	}
	if (v9 && total % 4)
		return "the last Set is not padded";
	return in->error;
}

static const char *decode_v9(struct decoder *decoder, struct input *in)
{
	unsigned int data = 0, templates = 0, count = get(in, 2);
	const char *error;

	decoder->uptime = get(in, 4);
	decoder->unix_secs = get(in, 4);
	if (get(in, 4) != decoder->sequence)
		return "sequence number";
	if (get(in, 4) != decoder->domain)
		return "source id";
	error = decode_sets(decoder, in, 20, &data, &templates);
	if (error)
		return error;
	if (count != data + templates)
		return "count is not the number of records";
	decoder->sequence++;
	return NULL;
}

static const char *decode_ipfix(struct decoder *decoder, struct input *in)
{
	unsigned int data = 0, templates = 0;
	const char *error;

	if (get(in, 2) != in->length + 4)
		return "length in the header";
	decoder->unix_secs = get(in, 4);
	if (get(in, 4) != decoder->sequence)
		return "sequence number";
	if (get(in, 4) != decoder->domain)
		return "Observation Domain ID";
	error = decode_sets(decoder, in, 16, &data, &templates);
	if (error)
		return error;
	decoder->sequence += data;
	return NULL;
}

const char *decode_message(struct decoder *decoder, const u8 *data, size_t length)
{
	struct input in = { data, length, NULL };

	if (get(&in, 2) != decoder->protocol)
		return "version";
	switch (decoder->protocol) {
	case 5:
		return decode_v5(decoder, &in);
	case 9:
		return decode_v9(decoder, &in);
	default:
		return decode_ipfix(decoder, &in);
	}
}
