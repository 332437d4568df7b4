// SPDX-License-Identifier: GPL-2.0
#include "attributes.h"

#include <string.h>

#include "kernel.h"
#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "netlink.h"

enum kind {
	KIND_NUMBER,
	KIND_ERRNO,	/* negative errno, shown as strerror() text */
	KIND_FLAG,
	KIND_TEXT,
};

/* How to show an attribute; attributes without a name are hidden. */
struct attribute {
	const char *name;
	enum kind kind;
};

static const struct attribute destination_attributes[] = {
	[NETFLOW_DESTINATION_TEXT] = { .name = "destination", .kind = KIND_TEXT },
	[NETFLOW_DESTINATION_PROTOCOL] = { .name = "protocol" },
	[NETFLOW_DESTINATION_CONNECTED] = { .name = "connected", .kind = KIND_FLAG },
	[NETFLOW_DESTINATION_DOMAIN] = { .name = "observation_domain" },
	[NETFLOW_DESTINATION_SEQUENCE] = { .name = "sequence" },
	[NETFLOW_DESTINATION_QUEUED] = { .name = "queued" },
	[NETFLOW_DESTINATION_LAST_ERROR] = { .name = "last_error", .kind = KIND_ERRNO },
	[NETFLOW_DESTINATION_SENT_MESSAGES] = { .name = "sent_messages" },
	[NETFLOW_DESTINATION_SENT_BYTES] = { .name = "sent_bytes" },
	[NETFLOW_DESTINATION_SENT_FLOWS] = { .name = "sent_flows" },
	[NETFLOW_DESTINATION_SENT_FLOW_PACKETS] = { .name = "sent_flow_packets" },
	[NETFLOW_DESTINATION_SENT_FLOW_BYTES] = { .name = "sent_flow_bytes" },
	[NETFLOW_DESTINATION_QUEUED_FLOWS] = { .name = "queued_flows" },
	[NETFLOW_DESTINATION_QUEUED_FLOW_PACKETS] = { .name = "queued_flow_packets" },
	[NETFLOW_DESTINATION_QUEUED_FLOW_BYTES] = { .name = "queued_flow_bytes" },
	[NETFLOW_DESTINATION_LOST_FLOWS] = { .name = "lost_flows" },
	[NETFLOW_DESTINATION_LOST_FLOW_PACKETS] = { .name = "lost_flow_packets" },
	[NETFLOW_DESTINATION_LOST_FLOW_BYTES] = { .name = "lost_flow_bytes" },
	[NETFLOW_DESTINATION_LOST_QUEUE] = { .name = "lost_queue" },
	[NETFLOW_DESTINATION_LOST_ENCODE] = { .name = "lost_encode" },
	[NETFLOW_DESTINATION_LOST_MEMORY] = { .name = "lost_memory" },
	[NETFLOW_DESTINATION_LOST_REMOVED] = { .name = "lost_removed" },
	[NETFLOW_DESTINATION_ERRORS] = { .name = "errors" },
	[NETFLOW_DESTINATION_REFUSED] = { .name = "refused" },
	[NETFLOW_DESTINATION_RECONNECTS] = { .name = "reconnects" },
};

static const struct attribute stats_attributes[] = {
	[NETFLOW_STATS_METERED_PACKETS] = { .name = "metered_packets" },
	[NETFLOW_STATS_METERED_BYTES] = { .name = "metered_bytes" },
	[NETFLOW_STATS_METERED_FLOWS] = { .name = "metered_flows" },
	[NETFLOW_STATS_CACHED_PACKETS] = { .name = "cached_packets" },
	[NETFLOW_STATS_CACHED_BYTES] = { .name = "cached_bytes" },
	[NETFLOW_STATS_CACHED_FLOWS] = { .name = "cached_flows" },
	[NETFLOW_STATS_EXPORTED_PACKETS] = { .name = "exported_packets" },
	[NETFLOW_STATS_EXPORTED_BYTES] = { .name = "exported_bytes" },
	[NETFLOW_STATS_EXPORTED_FLOWS] = { .name = "exported_flows" },
	[NETFLOW_STATS_MERGED_FLOWS] = { .name = "merged_flows" },
	[NETFLOW_STATS_LOST_MEMORY_PACKETS] = { .name = "lost_memory_packets" },
	[NETFLOW_STATS_LOST_MEMORY_BYTES] = { .name = "lost_memory_bytes" },
	[NETFLOW_STATS_LOST_BACKLOG_PACKETS] = { .name = "lost_backlog_packets" },
	[NETFLOW_STATS_LOST_BACKLOG_BYTES] = { .name = "lost_backlog_bytes" },
	[NETFLOW_STATS_LOST_BACKLOG_FLOWS] = { .name = "lost_backlog_flows" },
	[NETFLOW_STATS_LOST_NO_DESTINATION_PACKETS] = { .name = "lost_no_destination_packets" },
	[NETFLOW_STATS_LOST_NO_DESTINATION_BYTES] = { .name = "lost_no_destination_bytes" },
	[NETFLOW_STATS_LOST_NO_DESTINATION_FLOWS] = { .name = "lost_no_destination_flows" },
	[NETFLOW_STATS_IGNORED_NOT_IP] = { .name = "ignored_not_ip" },
	[NETFLOW_STATS_IGNORED_TRUNCATED] = { .name = "ignored_truncated" },
	[NETFLOW_STATS_IGNORED_REPEATED] = { .name = "ignored_repeated" },
	[NETFLOW_STATS_EXPIRED_INACTIVE] = { .name = "expired_inactive" },
	[NETFLOW_STATS_EXPIRED_ACTIVE] = { .name = "expired_active" },
	[NETFLOW_STATS_EXPIRED_END] = { .name = "expired_end" },
	[NETFLOW_STATS_EXPIRED_FORCED] = { .name = "expired_forced" },
	[NETFLOW_STATS_EXPIRED_RESOURCES] = { .name = "expired_resources" },
	[NETFLOW_STATS_PEAK_FLOWS] = { .name = "peak_flows" },
	[NETFLOW_STATS_MEMORY] = { .name = "memory" },
	[NETFLOW_STATS_BUCKETS] = { .name = "buckets" },
	[NETFLOW_STATS_USED_MEMORY] = { .name = "used_memory" },
	[NETFLOW_STATS_OWNER_MEMORY] = { .name = "owner_memory" },
	[NETFLOW_STATS_LIMIT_MEMORY] = { .name = "limit_memory" },
	[NETFLOW_STATS_LIMIT_REACHED] = { .name = "limit_reached" },
	[NETFLOW_STATS_FLUSHING] = { .name = "flushing" },
};

static json_t *value(const struct nlattr *attr, enum kind kind)
{
	u64 number = netlink_number(attr);

	switch (kind) {
	case KIND_NUMBER:
		return json_integer(number);
	case KIND_ERRNO:
		return number ? json_string(strerror(-(s32)number)) : json_null();
	case KIND_FLAG:
		return json_boolean(number);
	case KIND_TEXT:
		return json_string(netlink_string(attr));
	default:
		return NULL;
	}
}

static json_t *decode(const struct nlattr *nest, const struct attribute *known, size_t count)
{
	json_t *object = json_object();
	const struct nlattr *attr;
	u16 type;

	mnl_attr_for_each_nested(attr, nest) {
		type = mnl_attr_get_type(attr);
		if (type < count && known[type].name)
			json_object_set_new(object, known[type].name,
					    value(attr, known[type].kind));
	}
	return object;
}

json_t *attributes_destination(const struct nlattr *nest)
{
	return decode(nest, destination_attributes, ARRAY_SIZE(destination_attributes));
}

json_t *attributes_statistics(const struct nlattr *nest)
{
	return decode(nest, stats_attributes, ARRAY_SIZE(stats_attributes));
}

json_t *attributes_settings(const struct nlattr *nest)
{
	const struct netflow_setting *setting;
	json_t *object = json_object();
	const struct nlattr *attr;
	enum kind kind;

	mnl_attr_for_each_nested(attr, nest) {
		setting = netflow_setting_by_attr(mnl_attr_get_type(attr));
		if (!setting)
			continue;
		kind = netflow_setting_is_text(setting) ? KIND_TEXT : KIND_NUMBER;
		json_object_set_new(object, setting->name, value(attr, kind));
	}
	return object;
}
