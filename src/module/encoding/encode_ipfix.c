// SPDX-License-Identifier: GPL-2.0
/* IPFIX, RFC 7011. */
#include "encode_ipfix.h"

#include <linux/math64.h>
#include <linux/time64.h>

#include "message.h"

#define SET_TEMPLATES		2
#define SET_OPTIONS_TEMPLATES	3

static void put_options_template(struct netflow_message *msg,
				 const struct netflow_template *template)
{
	unsigned int i;

	netflow_message_put16(msg, template->id);
	netflow_message_put16(msg, template->count);
	netflow_message_put16(msg, template->scopes);
	for (i = 0; i < template->count; i++) {
		netflow_message_put16(msg, template->fields[i].id);
		netflow_message_put16(msg, template->fields[i].length);
	}
}

void netflow_ipfix_put_templates(const struct netflow_encoder *enc, struct netflow_message *msg)
{
	netflow_message_open_set(msg, SET_TEMPLATES);
	netflow_message_put_template(msg, &enc->templates[NETFLOW_RECORD_V4]);
	netflow_message_put_template(msg, &enc->templates[NETFLOW_RECORD_V6]);
	netflow_message_close_set(msg);

	netflow_message_open_set(msg, SET_OPTIONS_TEMPLATES);
	put_options_template(msg, &enc->templates[NETFLOW_RECORD_EXPORTER]);
	netflow_message_close_set(msg);
}

void netflow_ipfix_put_header(const struct netflow_encoder *enc, struct netflow_message *msg)
{
	u8 *out = msg->data;

	put_unaligned_be16(NETFLOW_PROTOCOL_IPFIX, out);
	put_unaligned_be16(msg->len, out + 2);
	put_unaligned_be32(div_u64(msg->time.unix_ns, NSEC_PER_SEC), out + 4);
	put_unaligned_be32(enc->sequence, out + 8);
	put_unaligned_be32(enc->domain, out + 12);
}
