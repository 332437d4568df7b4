// SPDX-License-Identifier: GPL-2.0
/* What requests may hold. See uapi/nf_netflow.h. */
#include "policy.h"

#include "uapi/nf_netflow.h"

static const struct nla_policy netflow_setting_policy[NETFLOW_SETTING_MAX + 1] = {
	[NETFLOW_SETTING_ACTIVE_TIMEOUT] = { .type = NLA_U32 },
	[NETFLOW_SETTING_INACTIVE_TIMEOUT] = { .type = NLA_U32 },
	[NETFLOW_SETTING_MAXFLOWS] = { .type = NLA_U32 },
	[NETFLOW_SETTING_HASHSIZE] = { .type = NLA_U32 },
	[NETFLOW_SETTING_SNDBUF] = { .type = NLA_U32 },
	[NETFLOW_SETTING_DEBUG] = { .type = NLA_U32 },
	[NETFLOW_SETTING_PROTOCOL] = { .type = NLA_U32 },
	[NETFLOW_SETTING_OBSERVATION_DOMAIN] = { .type = NLA_U32 },
	[NETFLOW_SETTING_TEMPLATE_REFRESH_PACKET] = { .type = NLA_U32 },
	[NETFLOW_SETTING_TEMPLATE_REFRESH_TIMEOUT] = { .type = NLA_U32 },
	[NETFLOW_SETTING_MAX_PACKET_SIZE] = { .type = NLA_U32 },
	[NETFLOW_SETTING_QUEUE_SIZE] = { .type = NLA_U32 },
	[NETFLOW_SETTING_EXPORT_RATE] = { .type = NLA_U32 },
	[NETFLOW_SETTING_DESTINATION] = { .type = NLA_NUL_STRING,
					  .len = NETFLOW_SETTING_TEXT_SIZE - 1 },
	[NETFLOW_SETTING_AGGREGATION] = { .type = NLA_NUL_STRING,
					  .len = NETFLOW_SETTING_TEXT_SIZE - 1 },
	[NETFLOW_SETTING_HOOKS] = { .type = NLA_NUL_STRING,
				    .len = NETFLOW_SETTING_TEXT_SIZE - 1 },
};

const struct nla_policy netflow_destination_policy[NETFLOW_DESTINATION_MAX + 1] = {
	[NETFLOW_DESTINATION_TEXT] = { .type = NLA_NUL_STRING,
				       .len = NETFLOW_SETTING_TEXT_SIZE - 1 },
};

const struct nla_policy netflow_policy[NETFLOW_A_MAX + 1] = {
	[NETFLOW_A_MONITOR] = { .type = NLA_NUL_STRING, .len = NETFLOW_MONITOR_NAME_SIZE - 1 },
	[NETFLOW_A_SETTINGS] = NLA_POLICY_NESTED(netflow_setting_policy),
	[NETFLOW_A_DESTINATION] = NLA_POLICY_NESTED(netflow_destination_policy),
};
