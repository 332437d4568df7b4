/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every setting of a monitor, one row each, in the order of enum netflow_setting_attr:
 *
 *	KIND(ATTR, name, TYPE, fields of struct netflow_setting)
 *
 * KIND is NETFLOW_NUMBER for a u32 and NETFLOW_TEXT for a string, ATTR stands for
 * NETFLOW_SETTING_ATTR, TYPE for NETFLOW_TYPE_TYPE.
 *
 * A file that needs all settings defines both macros, or only NETFLOW_SETTING if it treats
 * numbers and texts alike, and includes this file, which undefines them. There is no include
 * guard: struct netflow_settings, the table, the netlink policy and the parameters of nf_netflow
 * and xt_NETFLOW are all generated from this list.
 */
#ifdef NETFLOW_SETTING
#define NETFLOW_NUMBER	NETFLOW_SETTING
#define NETFLOW_TEXT	NETFLOW_SETTING
#endif

NETFLOW_NUMBER(ACTIVE_TIMEOUT, active_timeout, U32,
	       .min = 1, .max = NETFLOW_DAY,
	       .default_value = 1800, .unit = "s",
	       .help = "Interval at which a flow that continues is exported.")
NETFLOW_NUMBER(INACTIVE_TIMEOUT, inactive_timeout, U32,
	       .min = 1, .max = NETFLOW_DAY,
	       .default_value = 15, .unit = "s",
	       .help = "Time without packets after which a flow has ended.")
NETFLOW_NUMBER(MAXFLOWS, maxflows, U32,
	       .min = 1, .max = U32_MAX, .zero = "no limit",
	       .default_value = 2000000, .unit = "flows",
	       .help = "Maximum number of flows in the cache; the oldest is exported to make room.")
NETFLOW_NUMBER(HASHSIZE, hashsize, U32,
	       .min = 1, .max = 1 << 26, .zero = "automatic",
	       .default_value = 0, .unit = "flows",
	       .help = "Number of flows for which the hash tables always have room.")
NETFLOW_NUMBER(SNDBUF, sndbuf, U32,
	       .min = 1, .max = 1 << 29, .zero = "the system's default",
	       .default_value = 0, .unit = "bytes",
	       .help = "Size of the send buffer of each destination's socket.")
NETFLOW_NUMBER(DEBUG, debug, U32,
	       .min = 1, .max = 9, .zero = "off",
	       .default_value = 0, .unit = "",
	       .help = "Verbosity of the kernel log.")
NETFLOW_NUMBER(PROTOCOL, protocol, PROTOCOL,
	       .min = 5, .max = 10,
	       .default_value = 10, .unit = "",
	       .help = "Export protocol: NetFlow 5, NetFlow 9 or IPFIX (10).")
NETFLOW_NUMBER(OBSERVATION_DOMAIN, observation_domain, U32,
	       .min = 0, .max = U32_MAX,
	       .default_value = 0, .unit = "",
	       .help = "Observation Domain ID: source id in NetFlow 9, engine in NetFlow 5.")
NETFLOW_NUMBER(TEMPLATE_REFRESH_PACKET, template_refresh_packet, U32,
	       .min = 1, .max = U32_MAX, .zero = "not by count",
	       .default_value = 20, .unit = "messages",
	       .help = "Number of Messages after which templates are sent again.")
NETFLOW_NUMBER(TEMPLATE_REFRESH_TIMEOUT, template_refresh_timeout, U32,
	       .min = 1, .max = NETFLOW_DAY, .zero = "not by time",
	       .default_value = 600, .unit = "s",
	       .help = "Time after which templates are sent again.")
NETFLOW_NUMBER(MAX_PACKET_SIZE, max_packet_size, U32,
	       .min = 512, .max = 65507, .zero = "by MTU, at most 1500",
	       .default_value = 0, .unit = "bytes",
	       .help = "Maximum length of a Message, without UDP and IP headers.")
NETFLOW_NUMBER(QUEUE_SIZE, queue_size, U32,
	       .min = 1, .max = 65536,
	       .default_value = 1024, .unit = "messages",
	       .help = "Length of each destination's queue; when full, the oldest Message is lost.")
NETFLOW_TEXT(DESTINATION, destination, DESTINATION,
	     .default_text = "127.0.0.1:2055", .unit = "",
	     .help = "List of collectors: ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL].")
NETFLOW_TEXT(AGGREGATION, aggregation, AGGREGATION,
	     .default_text = "", .unit = "",
	     .help = "Rules that combine flows: NETWORK/LENGTH=LENGTH, PORT[-PORT]=PORT.")
NETFLOW_TEXT(HOOKS, hooks, HOOKS,
	     .default_text = "", .unit = "",
	     .help = "List of netfilter hooks that meter every packet without any rule.")
NETFLOW_NUMBER(EXPORT_RATE, export_rate, U32,
	       .min = 10, .max = 1000000, .zero = "no limit",
	       .default_value = 1000, .unit = "Mbit/s",
	       .help = "Maximum rate to each destination.")

#undef NETFLOW_NUMBER
#undef NETFLOW_TEXT
#undef NETFLOW_SETTING
