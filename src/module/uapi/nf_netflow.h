/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The complete protocol between nf_netflow.ko and userspace.
 *
 * 1. Generic netlink family "netflow", version 1.  Every namespace has its own
 *    monitors.  Writing and reading flows need CAP_NET_ADMIN in the user
 *    namespace that owns the network namespace.  docs/netflow.yaml is the YNL
 *    specification.
 *
 *    A rejected request changes nothing.  NLMSGERR_ATTR_MSG is one sentence
 *    that quotes the mistake (before Linux 6.2 it names the setting).  An
 *    attribute that a command does not take, or has twice, is a mistake.
 *
 *    MONITOR_GET      do: MONITOR -> one monitor     dump: all monitors
 *                     answer: MONITOR, USERS, SETTINGS { one SETTING_* each }
 *    MONITOR_NEW      MONITOR [SETTINGS]     EEXIST if it exists
 *    MONITOR_SET      MONITOR SETTINGS       ENOENT if it does not exist; changes
 *                     all of the given settings, or none on error
 *    MONITOR_DEL      MONITOR                EBUSY while a rule refers to it;
 *                     its flows are exported first
 *    DESTINATION_GET  dump [MONITOR]: MONITOR, DESTINATION { DESTINATION_* },
 *                     one message for each destination
 *    DESTINATION_NEW  MONITOR DESTINATION { DESTINATION_TEXT }
 *    DESTINATION_DEL  MONITOR DESTINATION { DESTINATION_TEXT }
 *    STATS_GET        do: MONITOR    dump: all monitors
 *                     answer: MONITOR, STATS { STATS_* }
 *    FLOW_GET         dump MONITOR: MONITOR, FLOW { FLOW_* }, one message for
 *                     each flow of each CPU (several CPUs may have a flow of
 *                     the same key: add up their counters)
 *    FLUSH            MONITOR: every cached flow is expired (flowEndReason 4)
 *                     and handed to the Exporting Process before the answer
 *
 *    MONITOR defaults to the monitor "default".
 *
 *    Multicast group "events", open to everyone in the namespace:
 *    EVENT            EVENT, TIME, MONITOR; for EVENT_DESTINATION_* also DESTINATION;
 *                     for EVENT_LOSS_* also LOST_PACKETS, since the loss began.
 *                     At most 100 events are sent in 5 s; SUPPRESSED in the next
 *                     one is the number of events dropped.
 *
 * 2. nftables expression "netflow": NFTA_NETFLOW_MONITOR, the monitor's name.
 *
 * 3. xtables target "NETFLOW", IPv4 and IPv6: revision 1, which carries struct
 *    xt_netflow_info. (Revision 0 was ipt_NETFLOW's, without data.)
 */
#ifndef _UAPI_NF_NETFLOW_H
#define _UAPI_NF_NETFLOW_H

#include <linux/types.h>

#define NETFLOW_GENL_NAME	"netflow"
#define NETFLOW_GENL_VERSION	1

/* Monitor names: 1 to 31 characters of [A-Za-z0-9_.-], NUL-terminated. */
#define NETFLOW_MONITOR_NAME_SIZE	32
#define NETFLOW_MONITOR_DEFAULT		"default"

/* Maximum number of destinations of a monitor; size of the text of any setting. */
#define NETFLOW_DESTINATIONS_MAX	16
#define NETFLOW_SETTING_TEXT_SIZE	1024

enum netflow_cmd {
	NETFLOW_CMD_UNSPEC,
	NETFLOW_CMD_MONITOR_GET,
	NETFLOW_CMD_MONITOR_NEW,
	NETFLOW_CMD_MONITOR_SET,
	NETFLOW_CMD_MONITOR_DEL,
	NETFLOW_CMD_DESTINATION_GET,
	NETFLOW_CMD_DESTINATION_NEW,
	NETFLOW_CMD_DESTINATION_DEL,
	NETFLOW_CMD_STATS_GET,
	NETFLOW_CMD_FLOW_GET,
	NETFLOW_CMD_FLUSH,
	NETFLOW_CMD_EVENT,	/* only from the kernel */
	__NETFLOW_CMD_MAX
};

#define NETFLOW_CMD_MAX (__NETFLOW_CMD_MAX - 1)

enum netflow_attr {
	NETFLOW_A_UNSPEC,
	NETFLOW_A_MONITOR,	/* string */
	NETFLOW_A_USERS,	/* u32: rules and hooks that feed the monitor */
	NETFLOW_A_SETTINGS,	/* nest of NETFLOW_SETTING_* */
	NETFLOW_A_DESTINATION,	/* nest of NETFLOW_DESTINATION_* */
	NETFLOW_A_STATS,	/* nest of NETFLOW_STATS_* */
	NETFLOW_A_FLOW,		/* nest of NETFLOW_FLOW_* */
	NETFLOW_A_PAD,
	NETFLOW_A_EVENT,	/* u32: enum netflow_event */
	NETFLOW_A_TIME,		/* u64: ms since 1970 */
	NETFLOW_A_LOST_PACKETS,	/* u64: lost in the cache or in Flow Records since the loss began */
	NETFLOW_A_SUPPRESSED,	/* u32: events dropped before this one */
	__NETFLOW_A_MAX
};

#define NETFLOW_A_MAX (__NETFLOW_A_MAX - 1)

#define NETFLOW_GENL_GROUP_EVENTS	"events"

enum netflow_event {
	NETFLOW_EVENT_UNSPEC,
	NETFLOW_EVENT_MONITOR_NEW,	/* of a rule: a second later, or with its first flow */
	NETFLOW_EVENT_MONITOR_DEL,
	NETFLOW_EVENT_MONITOR_CHANGED,		/* settings changed */
	NETFLOW_EVENT_DESTINATION_UP,		/* Messages are sent and not refused */
	NETFLOW_EVENT_DESTINATION_DOWN,		/* sending fails, or the port is closed */
	NETFLOW_EVENT_LOSS_BEGIN,		/* packets are lost for any reason */
	NETFLOW_EVENT_LOSS_END,			/* no loss for 5 s */
	__NETFLOW_EVENT_MAX
};

#define NETFLOW_EVENT_MAX (__NETFLOW_EVENT_MAX - 1)

/* Settings: names, units, ranges and help are in settings/list.h. */
enum netflow_setting_attr {
	NETFLOW_SETTING_UNSPEC,
	NETFLOW_SETTING_ACTIVE_TIMEOUT,		/* u32, s */
	NETFLOW_SETTING_INACTIVE_TIMEOUT,	/* u32, s */
	NETFLOW_SETTING_MAXFLOWS,		/* u32, 0: no limit */
	NETFLOW_SETTING_HASHSIZE,		/* u32, flows, 0: automatic */
	NETFLOW_SETTING_SNDBUF,			/* u32, bytes, 0: the system's default */
	NETFLOW_SETTING_DEBUG,			/* u32 */
	NETFLOW_SETTING_PROTOCOL,		/* u32: 5, 9, 10 (IPFIX) */
	NETFLOW_SETTING_OBSERVATION_DOMAIN,	/* u32 */
	NETFLOW_SETTING_TEMPLATE_REFRESH_PACKET,	/* u32, messages */
	NETFLOW_SETTING_TEMPLATE_REFRESH_TIMEOUT,	/* u32, s */
	NETFLOW_SETTING_MAX_PACKET_SIZE,	/* u32, bytes of UDP payload, 0: path MTU */
	NETFLOW_SETTING_QUEUE_SIZE,		/* u32, messages per destination */
	NETFLOW_SETTING_DESTINATION,		/* string: list */
	NETFLOW_SETTING_AGGREGATION,		/* string: list */
	NETFLOW_SETTING_HOOKS,			/* string: list */
	NETFLOW_SETTING_EXPORT_RATE,		/* u32, Mbit/s to each destination, 0: no limit */
	__NETFLOW_SETTING_MAX
};

#define NETFLOW_SETTING_MAX (__NETFLOW_SETTING_MAX - 1)

enum netflow_destination_attr {
	NETFLOW_DESTINATION_UNSPEC,
	NETFLOW_DESTINATION_TEXT,	/* string: as in the setting `destination` */
	NETFLOW_DESTINATION_PROTOCOL,	/* u8: 5, 9, 10 */
	NETFLOW_DESTINATION_CONNECTED,	/* u8: 1 while a socket is open */
	NETFLOW_DESTINATION_SEQUENCE,	/* u32: of the next message */
	NETFLOW_DESTINATION_QUEUED,	/* u32: messages waiting to be sent */
	NETFLOW_DESTINATION_LAST_ERROR,	/* s32: negative errno, 0: none, or recovered */
	NETFLOW_DESTINATION_SENT_MESSAGES,	/* u64 ... */
	NETFLOW_DESTINATION_SENT_BYTES,		/* UDP payload */
	NETFLOW_DESTINATION_SENT_FLOWS,		/* Flow Records in them */
	NETFLOW_DESTINATION_SENT_FLOW_PACKETS,	/* packets counted by these records */
	NETFLOW_DESTINATION_SENT_FLOW_BYTES,
	NETFLOW_DESTINATION_QUEUED_FLOWS,
	NETFLOW_DESTINATION_QUEUED_FLOW_PACKETS,
	NETFLOW_DESTINATION_QUEUED_FLOW_BYTES,
	NETFLOW_DESTINATION_LOST_FLOWS,		/* sum of the reasons below */
	NETFLOW_DESTINATION_LOST_FLOW_PACKETS,
	NETFLOW_DESTINATION_LOST_FLOW_BYTES,
	NETFLOW_DESTINATION_LOST_QUEUE,		/* flows, by reason: the queue was full */
	NETFLOW_DESTINATION_LOST_ENCODE,	/* not supported by the protocol (v5: IPv6) */
	NETFLOW_DESTINATION_LOST_MEMORY,	/* no memory for a message */
	NETFLOW_DESTINATION_LOST_REMOVED,	/* unsent when the destination was closed */
	NETFLOW_DESTINATION_ERRORS,		/* failed attempts to send or connect */
	NETFLOW_DESTINATION_REFUSED,		/* closed ports reported by the collector's host */
	NETFLOW_DESTINATION_RECONNECTS,
	NETFLOW_DESTINATION_PAD,
	NETFLOW_DESTINATION_DOMAIN,	/* u32: Observation Domain ID of its messages */
	__NETFLOW_DESTINATION_MAX
};

#define NETFLOW_DESTINATION_MAX (__NETFLOW_DESTINATION_MAX - 1)

/*
 * Conservation: metered = exported + lost + cached, in packets and in bytes.
 * `exported` counts what was handed to the destinations' encoders, once for all
 * destinations (each has counters of its own); `lost` is the sum of the reasons
 * below; `cached` includes flows waiting for the encoders.
 */
enum netflow_stats_attr {
	NETFLOW_STATS_UNSPEC,
	NETFLOW_STATS_METERED_PACKETS,		/* u64 ... */
	NETFLOW_STATS_METERED_BYTES,
	NETFLOW_STATS_METERED_FLOWS,		/* flows started */
	NETFLOW_STATS_CACHED_PACKETS,
	NETFLOW_STATS_CACHED_BYTES,
	NETFLOW_STATS_CACHED_FLOWS,
	NETFLOW_STATS_EXPORTED_PACKETS,
	NETFLOW_STATS_EXPORTED_BYTES,
	NETFLOW_STATS_EXPORTED_FLOWS,
	NETFLOW_STATS_MERGED_FLOWS,		/* merged into a flow of another CPU */
	NETFLOW_STATS_LOST_MEMORY_PACKETS,	/* no memory for a new flow */
	NETFLOW_STATS_LOST_MEMORY_BYTES,
	NETFLOW_STATS_LOST_BACKLOG_PACKETS,	/* the Exporting Process was too slow */
	NETFLOW_STATS_LOST_BACKLOG_BYTES,
	NETFLOW_STATS_LOST_BACKLOG_FLOWS,
	NETFLOW_STATS_LOST_NO_DESTINATION_PACKETS,
	NETFLOW_STATS_LOST_NO_DESTINATION_BYTES,
	NETFLOW_STATS_LOST_NO_DESTINATION_FLOWS,
	NETFLOW_STATS_IGNORED_NOT_IP,		/* packets not metered: neither IPv4 nor IPv6 */
	NETFLOW_STATS_IGNORED_TRUNCATED,	/* packets not metered: incomplete IP header */
	NETFLOW_STATS_EXPIRED_INACTIVE,		/* flows, by flowEndReason 1 ... */
	NETFLOW_STATS_EXPIRED_ACTIVE,
	NETFLOW_STATS_EXPIRED_END,
	NETFLOW_STATS_EXPIRED_FORCED,
	NETFLOW_STATS_EXPIRED_RESOURCES,	/* 5: evicted from a full cache */
	NETFLOW_STATS_PEAK_FLOWS,
	NETFLOW_STATS_MEMORY,			/* bytes of flows and tables */
	NETFLOW_STATS_BUCKETS,			/* hash table buckets of all CPUs */
	NETFLOW_STATS_PAD,
	NETFLOW_STATS_USED_MEMORY,		/* bytes of all that the monitor holds */
	NETFLOW_STATS_OWNER_MEMORY,		/* bytes of all monitors of the namespace's owner */
	NETFLOW_STATS_LIMIT_MEMORY,		/* the host's limit of these; with OWNER_MEMORY */
	NETFLOW_STATS_LIMIT_REACHED,		/* how often this monitor reached it */
	NETFLOW_STATS_FLUSHING,			/* 1: a flush is going on */
	NETFLOW_STATS_IGNORED_REPEATED,		/* packets not metered: a VRF has them pass twice */
	__NETFLOW_STATS_MAX
};

#define NETFLOW_STATS_MAX (__NETFLOW_STATS_MAX - 1)

/* Named after the Information Elements.  Addresses and ports in network order. */
enum netflow_flow_attr {
	NETFLOW_FLOW_UNSPEC,
	NETFLOW_FLOW_IP_VERSION,		/* u8: 4, 6 */
	NETFLOW_FLOW_SOURCE_ADDRESS,		/* binary, 4 or 16 bytes */
	NETFLOW_FLOW_DESTINATION_ADDRESS,	/* binary, 4 or 16 bytes */
	NETFLOW_FLOW_NEXT_HOP_ADDRESS,		/* binary, 4 or 16 bytes */
	NETFLOW_FLOW_SOURCE_PORT,		/* be16 */
	NETFLOW_FLOW_DESTINATION_PORT,		/* be16; ICMP: type * 256 + code */
	NETFLOW_FLOW_PROTOCOL,			/* u8 */
	NETFLOW_FLOW_CLASS_OF_SERVICE,		/* u8 */
	NETFLOW_FLOW_FLOW_LABEL,		/* u32, IPv6 */
	NETFLOW_FLOW_INGRESS_INTERFACE,		/* u32 */
	NETFLOW_FLOW_EGRESS_INTERFACE,		/* u32 */
	NETFLOW_FLOW_DIRECTION,			/* u8: 0 ingress, 1 egress */
	NETFLOW_FLOW_TCP_CONTROL_BITS,		/* u16 */
	NETFLOW_FLOW_MINIMUM_TTL,		/* u8 */
	NETFLOW_FLOW_MAXIMUM_TTL,		/* u8 */
	NETFLOW_FLOW_PACKETS,			/* u64 */
	NETFLOW_FLOW_BYTES,			/* u64 */
	NETFLOW_FLOW_START_MILLISECONDS,	/* u64, since 1970 */
	NETFLOW_FLOW_END_MILLISECONDS,		/* u64, since 1970 */
	NETFLOW_FLOW_CPU,			/* u32 */
	NETFLOW_FLOW_PAD,
	__NETFLOW_FLOW_MAX
};

#define NETFLOW_FLOW_MAX (__NETFLOW_FLOW_MAX - 1)

/* nftables expression "netflow" */
enum nft_netflow_attributes {
	NFTA_NETFLOW_UNSPEC,
	NFTA_NETFLOW_MONITOR,		/* string */
	__NFTA_NETFLOW_MAX
};

#define NFTA_NETFLOW_MAX (__NFTA_NETFLOW_MAX - 1)

/* xtables target "NETFLOW", revision 1 */
struct xt_netflow_info {
	char monitor[NETFLOW_MONITOR_NAME_SIZE];

	/* Used internally by the kernel */
	void *priv __attribute__((aligned(8)));
};

#endif /* _UAPI_NF_NETFLOW_H */
