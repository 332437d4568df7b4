// SPDX-License-Identifier: GPL-2.0
#include "message.h"

#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>

#define SET_HEADER	4

/*
 * RFC 3954, 5.2: v9's Sets are padded so that the next one is aligned. RFC 7011, 3.3.1 leaves it to
 * the exporter; there are readers that take padding for a Template.
 */
static u32 padded(const struct netflow_message *msg, u32 length)
{
	return msg->aligned ? (length + 3) & ~3u : length;
}

void netflow_message_close_set(struct netflow_message *msg)
{
	u32 end = padded(msg, msg->len);

	if (!msg->set)
		return;
	memset(msg->data + msg->len, 0, end - msg->len);
	msg->len = end;
	put_unaligned_be16(msg->len - msg->set, msg->data + msg->set + 2);
	msg->set = 0;
}

/* Is this Set open? */
static bool set_is_open(const struct netflow_message *msg, u16 id)
{
	return msg->set && get_unaligned_be16(msg->data + msg->set) == id;
}

int netflow_message_reserve(struct netflow_message *msg, u16 id, u32 octets)
{
	bool open = set_is_open(msg, id);
	u32 begin = open ? msg->len : padded(msg, msg->len) + SET_HEADER;

	if (padded(msg, begin + octets) > msg->size)
		return -EMSGSIZE;
	if (open)
		return 0;
	netflow_message_close_set(msg);
	msg->set = msg->len;
	netflow_message_put16(msg, id);
	netflow_message_put16(msg, 0);
	return 0;
}

void netflow_message_put_specifiers(struct netflow_message *msg,
				    const struct netflow_template *template, u8 scope)
{
	unsigned int i;

	for (i = 0; i < template->count; i++) {
		netflow_message_put16(msg, scope && !i ? scope : template->fields[i].id);
		netflow_message_put16(msg, template->fields[i].length);
	}
}

/*
 * The flow's times are modulo 2^32, and its last packet may have arrived after the
 * Message's time, so the difference is signed and limited to 24 days.
 */
static u64 unix_ms(const struct netflow_message *msg, u32 uptime)
{
	s32 age = (u32)msg->time.uptime_ms - uptime;
	s64 ms = (s64)msg->unix_ms - age;

	return ms > 0 ? ms : 0;
}

static void put_label(u8 *out, u32 label, u8 length)
{
	if (length == 4)
		put_unaligned_be32(label, out);
	else
		put_unaligned_be24(label, out);
}

static void put_tcp_flags(u8 *out, u16 flags, u8 length)
{
	if (length == 2)
		put_unaligned_be16(flags, out);
	else
		*out = flags;
}

/* RFC 7011, 7: the length of a short value is one octet before it. */
static u16 put_string(u8 *out, const char *string, u16 length)
{
	size_t octets = strlen(string);

	if (length == NETFLOW_LENGTH_VARIABLE) {
		*out = octets;
		memcpy(out + 1, string, octets);
		return 1 + octets;
	}
	/* Not within a character of UTF-8 */
	if (octets > length)
		for (octets = length; octets && (string[octets] & 0xc0) == 0x80; octets--)
			;
	memset(out, 0, length);
	memcpy(out, string, octets);
	return length;
}

/* Returns the octets of a record's strings of variable length. */
static u32 strings_length(const struct netflow_template *template, const void *record)
{
	u32 length = 0;
	unsigned int i;

	for (i = 0; i < template->count; i++)
		if (template->fields[i].length == NETFLOW_LENGTH_VARIABLE)
			length += 1 + strlen((const char *)record + template->fields[i].offset);
	return length;
}

/* Returns the octets written. */
static u16 put_field(const struct netflow_message *msg, u8 *out,
		     const struct netflow_template_field *field, const void *record)
{
	const void *value = (const u8 *)record + field->offset;

	switch (field->kind) {
	case NETFLOW_KIND_CONSTANT:
		*out = field->offset;
		break;
	case NETFLOW_KIND_U8:
		*out = *(const u8 *)value;
		break;
	case NETFLOW_KIND_U16:
		put_unaligned_be16(*(const u16 *)value, out);
		break;
	case NETFLOW_KIND_U32:
		put_unaligned_be32(*(const u32 *)value, out);
		break;
	case NETFLOW_KIND_U64:
		put_unaligned_be64(*(const u64 *)value, out);
		break;
	case NETFLOW_KIND_BE16:
		memcpy(out, value, 2);
		break;
	case NETFLOW_KIND_BE32:
		memcpy(out, value, 4);
		break;
	case NETFLOW_KIND_IN6:
		memcpy(out, value, 16);
		break;
	case NETFLOW_KIND_LABEL:
		put_label(out, be32_to_cpu(*(const __be32 *)value), field->length);
		break;
	case NETFLOW_KIND_TIME:
		put_unaligned_be64(unix_ms(msg, *(const u32 *)value), out);
		break;
	case NETFLOW_KIND_TCP_FLAGS:
		put_tcp_flags(out, ((const struct netflow_flow *)value)->tcp_flags, field->length);
		break;
	case NETFLOW_KIND_END_REASON:
		*out = ((const struct netflow_flow *)value)->end_reason;
		break;
	case NETFLOW_KIND_STRING:
		return put_string(out, value, field->length);
	}
	return field->length;
}

int netflow_message_put_record(struct netflow_message *msg,
			       const struct netflow_template *template, const void *record)
{
	u32 strings = template->variable ? strings_length(template, record) : 0;
	int err = netflow_message_reserve(msg, template->id, template->record_length + strings);
	unsigned int i;

	if (err)
		return err;
	for (i = 0; i < template->count; i++)
		msg->len += put_field(msg, msg->data + msg->len, &template->fields[i], record);
	msg->count++;
	return 0;
}
