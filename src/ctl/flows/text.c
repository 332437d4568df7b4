// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>

#include "list.h"

bool flow_is_icmp(const struct flow_key *key)
{
	return key->protocol == IPPROTO_ICMP || key->protocol == IPPROTO_ICMPV6;
}

bool flow_has_ports(const struct flow_key *key)
{
	return !flow_is_icmp(key) && (key->source_port || key->destination_port ||
				      key->protocol == IPPROTO_TCP ||
				      key->protocol == IPPROTO_UDP);
}

const char *flow_protocol(const struct flow_key *key, char *buf)
{
	/* Not from /etc/protocols, so that output is the same on every machine. */
	static const struct {
		u8 number;
		const char *name;
	} protocols[] = {
		{ IPPROTO_ICMP, "icmp" }, { IPPROTO_IGMP, "igmp" }, { IPPROTO_IPIP, "ipip" },
		{ IPPROTO_TCP, "tcp" }, { IPPROTO_UDP, "udp" }, { IPPROTO_DCCP, "dccp" },
		{ IPPROTO_IPV6, "ipv6" }, { IPPROTO_GRE, "gre" }, { IPPROTO_ESP, "esp" },
		{ IPPROTO_AH, "ah" }, { IPPROTO_ICMPV6, "icmpv6" }, { 89, "ospf" },
		{ IPPROTO_PIM, "pim" }, { 112, "vrrp" }, { IPPROTO_SCTP, "sctp" },
		{ IPPROTO_UDPLITE, "udplite" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(protocols); i++)
		if (protocols[i].number == key->protocol)
			return protocols[i].name;
	snprintf(buf, FLOW_TEXT_SIZE, "%u", key->protocol);
	return buf;
}

const char *flow_address(int version, const struct in6_addr *address, char *buf)
{
	return inet_ntop(version == 4 ? AF_INET : AF_INET6, address, buf, FLOW_TEXT_SIZE);
}

const char *flow_endpoint(const struct flow_key *key, const struct in6_addr *address,
			  u16 port, char *buf)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(key->version == 4 ? AF_INET : AF_INET6, address, text, sizeof(text));
	if (!flow_has_ports(key))
		snprintf(buf, FLOW_TEXT_SIZE, "%s", text);
	else if (key->version == 4)
		snprintf(buf, FLOW_TEXT_SIZE, "%s:%u", text, port);
	else
		snprintf(buf, FLOW_TEXT_SIZE, "[%s]:%u", text, port);
	return buf;
}

const char *flow_interface(u32 index, char *buf)
{
	/* Consecutive flows often share an interface: cache the last name. */
	static char name[IF_NAMESIZE];
	static u32 known;

	if (!index)
		return "-";
	if (index != known) {
		known = index;
		if (!if_indextoname(index, name))
			snprintf(name, sizeof(name), "#%u", index);
	}
	snprintf(buf, FLOW_TEXT_SIZE, "%s", name);
	return buf;
}

/* Common message types; NULL for others, which are shown as numbers only. */
static const char *icmp_name(const struct flow_key *key)
{
	static const char *const v4[] = {
		[0] = "echo-reply", [3] = "unreachable", [4] = "source-quench", [5] = "redirect",
		[8] = "echo-request", [9] = "router-advert", [10] = "router-solicit",
		[11] = "time-exceeded", [12] = "parameter-problem",
		[13] = "timestamp-request", [14] = "timestamp-reply",
	};
	static const char *const v6[] = {
		[1] = "unreachable", [2] = "packet-too-big", [3] = "time-exceeded",
		[4] = "parameter-problem", [128] = "echo-request", [129] = "echo-reply",
		[130] = "mld-query", [131] = "mld-report", [132] = "mld-done",
		[133] = "router-solicit", [134] = "router-advert",
		[135] = "neighbour-solicit", [136] = "neighbour-advert", [137] = "redirect",
		[143] = "mldv2-report",
	};
	unsigned int type = key->destination_port >> 8;

	if (key->protocol == IPPROTO_ICMP)
		return type < ARRAY_SIZE(v4) ? v4[type] : NULL;
	return type < ARRAY_SIZE(v6) ? v6[type] : NULL;
}

const char *flow_details(const struct flow *flow, char *buf)
{
	static const char letters[] = "FSRPAUEC";
	const struct flow_key *key = &flow->key;
	const char *name;
	int i;

	buf[0] = '\0';
	if (flow_is_icmp(key)) {
		name = icmp_name(key);
		snprintf(buf, FLOW_TEXT_SIZE, "%s%s%u/%u", name ? name : "", name ? " " : "",
			 key->destination_port >> 8, key->destination_port & 0xff);
	} else if (key->protocol == IPPROTO_TCP) {
		for (i = 0; i < 8; i++)
			buf[i] = flow->tcp_flags & 0x80 >> i ? letters[7 - i] : '.';
		buf[i] = '\0';
	}
	return buf;
}
