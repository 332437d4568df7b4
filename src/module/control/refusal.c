// SPDX-License-Identifier: GPL-2.0
/* The reasons for refusals. See refusal.h. */
#include "refusal.h"

#include "settings/text.h"

#define NETFLOW_SETTING(_attr, _name, ...)		\
	[NETFLOW_SETTING_##_attr] = #_name ": this value is not allowed, see netflow.conf(5)",

static const char *const netflow_setting_refusals[NETFLOW_SETTING_MAX + 1] = {
#include "settings/list.h"
};

const char *netflow_refusal_of_setting(int attr)
{
	return netflow_setting_refusals[attr];
}

/* The constant message stays where the kernel has no room for another. */
void netflow_refusal_answer(struct netlink_ext_ack *extack, const struct netflow_refusal *refusal)
{
	struct netflow_span message;

	if (!extack)
		return;
	message = netflow_error_fit(&refusal->error, NETLINK_MAX_FMTMSG_LEN);
	extack->_msg = refusal->constant;
	NL_SET_ERR_MSG_FMT(extack, "%.*s", (int)message.length, message.start);
}
