// SPDX-License-Identifier: GPL-2.0
/* Attributes allowed in requests. See uapi/nf_netflow.h. */
#include "policy.h"

#include "uapi/nf_netflow.h"

#define NETFLOW_NUMBER(_attr, ...)		\
	[NETFLOW_SETTING_##_attr] = { .type = NLA_U32 },
#define NETFLOW_TEXT(_attr, ...)		\
	[NETFLOW_SETTING_##_attr] = {		\
		.type = NLA_NUL_STRING,		\
		.len = NETFLOW_SETTING_TEXT_SIZE - 1 \
	},

static const struct nla_policy netflow_setting_policy[NETFLOW_SETTING_MAX + 1] = {
#include "settings/list.h"
};

const struct nla_policy netflow_destination_nest_policy[NETFLOW_DESTINATION_MAX + 1] = {
	[NETFLOW_DESTINATION_TEXT] = { .type = NLA_NUL_STRING,
				       .len = NETFLOW_SETTING_TEXT_SIZE - 1 },
};

const struct nla_policy netflow_monitor_policy[NETFLOW_A_MAX + 1] = {
	[NETFLOW_A_MONITOR] = { .type = NLA_NUL_STRING, .len = NETFLOW_MONITOR_NAME_SIZE - 1 },
};

const struct nla_policy netflow_settings_policy[NETFLOW_A_MAX + 1] = {
	[NETFLOW_A_MONITOR] = { .type = NLA_NUL_STRING, .len = NETFLOW_MONITOR_NAME_SIZE - 1 },
	[NETFLOW_A_SETTINGS] = NLA_POLICY_NESTED(netflow_setting_policy),
};

const struct nla_policy netflow_destination_policy[NETFLOW_A_MAX + 1] = {
	[NETFLOW_A_MONITOR] = { .type = NLA_NUL_STRING, .len = NETFLOW_MONITOR_NAME_SIZE - 1 },
	[NETFLOW_A_DESTINATION] = NLA_POLICY_NESTED(netflow_destination_nest_policy),
};
