// SPDX-License-Identifier: GPL-2.0
/* NetFlow v9, RFC 3954. */
#include "encode_v9.h"

#include <linux/math64.h>
#include <linux/time64.h>

#include "message.h"

#define SET_TEMPLATES		0
#define SET_OPTIONS_TEMPLATES	1

/* 5.2 */
static void put_template(struct netflow_message *msg, const struct netflow_template *template)
{
	netflow_message_put16(msg, template->id);
	netflow_message_put16(msg, template->count);
	netflow_message_put_specifiers(msg, template, 0);
}

/* 6.1: octets of scopes and of options */
static void put_options_template(struct netflow_message *msg,
				 const struct netflow_template *template)
{
	netflow_message_put16(msg, template->id);
	netflow_message_put16(msg, 4 * template->scopes);
	netflow_message_put16(msg, 4 * (template->count - template->scopes));
	netflow_message_put_specifiers(msg, template, template->scope_v9);
}

int netflow_v9_put_template(struct netflow_message *msg, const struct netflow_template *template)
{
	u32 header = template->scopes ? 6 : 4;
	int err = netflow_message_reserve(msg, template->scopes ? SET_OPTIONS_TEMPLATES :
						SET_TEMPLATES, header + 4 * template->count);

	if (err)
		return err;
	if (template->scopes)
		put_options_template(msg, template);
	else
		put_template(msg, template);
	/* 5.1: Count is the number of all records, including Template Records */
	msg->count++;
	return 0;
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
