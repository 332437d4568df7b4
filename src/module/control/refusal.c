// SPDX-License-Identifier: GPL-2.0
/* The reasons for refusals. See refusal.h. */
#include "refusal.h"

#include <linux/bits.h>

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

/* @head: the first of the attributes, which are @length bytes */
static int netflow_refuse_doubles(const struct nlattr *head, int length,
				  struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	u64 seen = 0;
	int rem;

	BUILD_BUG_ON(NETFLOW_A_MAX >= 64 || NETFLOW_SETTING_MAX >= 64 ||
		     NETFLOW_DESTINATION_MAX >= 64);
	nla_for_each_attr(attr, head, length, rem) {
		if (seen & BIT_ULL(nla_type(attr))) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "this attribute is given twice");
			return -EINVAL;
		}
		seen |= BIT_ULL(nla_type(attr));
	}
	return 0;
}

int netflow_refusal_of_doubles(const struct genl_split_ops *ops, struct sk_buff *skb,
			       struct genl_info *info)
{
	static const int nests[] = { NETFLOW_A_SETTINGS, NETFLOW_A_DESTINATION };
	const struct nlattr *nest;
	unsigned int i;
	int err;

	err = netflow_refuse_doubles(nlmsg_attrdata(info->nlhdr, GENL_HDRLEN),
				     nlmsg_attrlen(info->nlhdr, GENL_HDRLEN), info->extack);
	for (i = 0; i < ARRAY_SIZE(nests) && !err; i++) {
		nest = info->attrs[nests[i]];
		if (nest)
			err = netflow_refuse_doubles(nla_data(nest), nla_len(nest),
						     info->extack);
	}
	return err;
}

int netflow_refusal_of_dump(struct netlink_callback *cb)
{
	return netflow_refuse_doubles(nlmsg_attrdata(cb->nlh, GENL_HDRLEN),
				      nlmsg_attrlen(cb->nlh, GENL_HDRLEN), cb->extack);
}
