// SPDX-License-Identifier: GPL-2.0
/* NetFlow v9, RFC 3954. */
#include "encode_v9.h"

#include <linux/math64.h>
#include <linux/time64.h>

#include "message.h"

#define SET_TEMPLATES		0
#define SET_OPTIONS_TEMPLATES	1

#define SCOPE_SYSTEM		1	/* 6.1: takes the place of the scope's element id */

static u16 octets(const struct netflow_template *template)
{
	return template->count * 4;
}

static void put_options_template(struct netflow_message *msg,
				 const struct netflow_template *template)
{
	unsigned int i;

	netflow_message_put16(msg, template->id);
	netflow_message_put16(msg, template->scopes * 4);
	netflow_message_put16(msg, octets(template) - template->scopes * 4);
	for (i = 0; i < template->count; i++) {
		netflow_message_put16(msg, i < template->scopes ? SCOPE_SYSTEM :
					   template->fields[i].id);
		netflow_message_put16(msg, template->fields[i].length);
	}
}

void netflow_v9_put_templates(const struct netflow_encoder *enc, struct netflow_message *msg)
{
	netflow_message_open_set(msg, SET_TEMPLATES);
	netflow_message_put_template(msg, &enc->templates[NETFLOW_RECORD_V4]);
	netflow_message_put_template(msg, &enc->templates[NETFLOW_RECORD_V6]);
	netflow_message_close_set(msg);

	netflow_message_open_set(msg, SET_OPTIONS_TEMPLATES);
	put_options_template(msg, &enc->templates[NETFLOW_RECORD_EXPORTER]);
	netflow_message_close_set(msg);

	/* 5.1: Count is the number of all records, including Template Records */
	msg->count += NETFLOW_RECORDS;
}

void netflow_v9_put_header(const struct netflow_encoder *enc, struct netflow_message *msg)
{
	u8 *out = msg->data;
	u32 cut_ns;
	u64 seconds = div_u64_rem(msg->time.unix_ns, NSEC_PER_SEC, &cut_ns);

	put_unaligned_be16(NETFLOW_PROTOCOL_V9, out);
	put_unaligned_be16(msg->count, out + 2);
	/* 5.1: UNIX Secs are whole seconds; sysUptime is that of the same instant. */
	put_unaligned_be32(msg->time.uptime_ms - cut_ns / NSEC_PER_MSEC, out + 4);
	put_unaligned_be32(seconds, out + 8);
	put_unaligned_be32(enc->sequence, out + 12);
	put_unaligned_be32(enc->domain, out + 16);
}
