// SPDX-License-Identifier: GPL-2.0
/* IPFIX, RFC 7011. */
#include "encode_ipfix.h"

#include <linux/math64.h>
#include <linux/time64.h>

#include "message.h"

#define SET_TEMPLATES		2
#define SET_OPTIONS_TEMPLATES	3

/* 3.4.1 and 3.4.2.2 */
int netflow_ipfix_put_template(struct netflow_message *msg,
			       const struct netflow_template *template)
{
	u32 header = template->scopes ? 6 : 4;
	int err = netflow_message_reserve(msg, template->scopes ? SET_OPTIONS_TEMPLATES :
						SET_TEMPLATES, header + 4 * template->count);

	if (err)
		return err;
	netflow_message_put16(msg, template->id);
	netflow_message_put16(msg, template->count);
	if (template->scopes)
		netflow_message_put16(msg, template->scopes);
	netflow_message_put_specifiers(msg, template, 0);
	return 0;
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
