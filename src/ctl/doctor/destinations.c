// SPDX-License-Identifier: GPL-2.0
#include "destinations.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/rtnetlink.h>

#include "settings/destination.h"
#include "kernel/netlink.h"
#include "text/json.h"
#include "text/output.h"
#include "text/quote.h"
#include "drops.h"
#include "findings.h"
#include "link.h"

/* The route that the kernel would use. */
struct route {
	int index;
	unsigned char type;
};

static int on_route(const struct nlmsghdr *nlh, void *data)
{
	const struct rtmsg *message = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[RTA_MAX + 1];
	struct route *route = data;

	netlink_attributes(nlh, sizeof(*message), attrs, ARRAY_SIZE(attrs));
	route->type = message->rtm_type;
	route->index = netlink_number(attrs[RTA_OIF]);
	return MNL_CB_OK;
}

static void put_address(struct nlmsghdr *nlh, u16 type, int family,
			const struct in6_addr *address)
{
	static const struct in6_addr none;

	if (memcmp(address, &none, sizeof(none)))
		mnl_attr_put(nlh, type, family == 4 ? 4 : 16, address);
}

/* Look up a route as `ip route get' does. Return: 0 or a negative errno. */
static int find_route(const struct netflow_destination_spec *spec, struct route *route)
{
	struct nlmsghdr *nlh;
	struct rtmsg *message;
	struct netlink nl;
	int err;

	err = netlink_open(&nl, NETLINK_ROUTE);
	if (err)
		return err;
	memset(route, 0, sizeof(*route));
	nlh = netlink_message(&nl, RTM_GETROUTE, NLM_F_ACK);
	message = mnl_nlmsg_put_extra_header(nlh, sizeof(*message));
	message->rtm_family = spec->family == 4 ? AF_INET : AF_INET6;
	message->rtm_dst_len = spec->family == 4 ? 32 : 128;
	put_address(nlh, RTA_DST, spec->family, &spec->address);
	put_address(nlh, RTA_SRC, spec->family, &spec->source);
	if (spec->device[0])
		mnl_attr_put_u32(nlh, RTA_OIF, if_nametoindex(spec->device));
	err = netlink_run(&nl, on_route, route);
	netlink_close(&nl);
	return err;
}

/* Return: true if Messages can be routed. */
static bool look_at_route(json_t *findings, const struct netflow_destination_spec *spec,
			  const char *text)
{
	char address[INET6_ADDRSTRLEN], command[128];
	struct route route;
	int err;

	inet_ntop(spec->family == 4 ? AF_INET : AF_INET6, &spec->address, address,
		  sizeof(address));
	snprintf(command, sizeof(command), "ip route get %s", address);
	if (spec->device[0] && !if_nametoindex(spec->device)) {
		doctor_link(findings, "route", 0, spec->device);
		return false;
	}
	err = find_route(spec, &route);
	if (err) {
		finding(findings, DOCTOR_ERROR, "route", command, "no route to %s: %s", text,
			strerror(-err));
		return false;
	}
	if (route.type != RTN_UNICAST && route.type != RTN_LOCAL &&
	    route.type != RTN_MULTICAST && route.type != RTN_BROADCAST) {
		finding(findings, DOCTOR_ERROR, "route", command,
			"the route to %s rejects packets (unreachable, prohibit or blackhole)",
			text);
		return false;
	}
	if (route.index)
		doctor_link(findings, "route", route.index, "");
	return true;
}

/* List the chains that may have dropped outgoing Messages. */
static void report_firewall(json_t *findings, const char *text, unsigned int port)
{
	json_t *chains = doctor_drops(NF_INET_LOCAL_OUT, INT_MAX), *chain;
	char command[FINDING_COMMAND_SIZE];
	bool readable;
	size_t i;

	finding(findings, DOCTOR_ERROR, "firewall", "nft list ruleset",
		"a firewall on this machine drops packets to %s", text);
	finding_hint(findings, "it may also be one of iptables: 'iptables -L OUTPUT -v'");
	json_array_foreach(chains, i, chain) {
		snprintf(command, sizeof(command), "nft insert rule %s %s %s udp dport %u accept",
			 json_text(chain, "family"), json_text(chain, "table"),
			 json_text(chain, "chain"), port);
		readable = is_nft_name(json_text(chain, "table")) &&
			   is_nft_name(json_text(chain, "chain"));
		finding(findings, DOCTOR_NOTICE, "firewall", readable ? command : NULL,
			"the chain %s %s %s may drop packets that this machine sends",
			json_text(chain, "family"), json_text(chain, "table"),
			json_text(chain, "chain"));
	}
	json_decref(chains);
}

static void look_at_errors(json_t *findings, const json_t *destination, unsigned int port)
{
	const char *error = json_text(destination, "last_error");
	const char *text = json_text(destination, "destination");
	unsigned long refused = json_number(destination, "refused");
	char number[FORMAT_SIZE];

	if (!strcmp(error, strerror(EPERM))) {
		report_firewall(findings, text, port);
	} else if (!strcmp(error, strerror(ECONNREFUSED))) {
		finding(findings, DOCTOR_ERROR, "collector", NULL,
			"nothing listens at %s: its host has refused %s message%s", text,
			format_count(refused, number), refused == 1 ? "" : "s");
		finding_hint(findings, "on the collector's host 'ss -lun' shows what listens");
	} else if (error[0]) {
		finding(findings, DOCTOR_ERROR, "destination", "netflowctl destination list",
			"sending to %s fails: %s", text, error);
	} else if (json_number(destination, "sent_messages")) {
		finding(findings, DOCTOR_OK, "destination", NULL, "messages sent to %s: %s", text,
			format_count(json_number(destination, "sent_messages"), number));
	} else {
		finding(findings, DOCTOR_NOTICE, "destination", "netflowctl flush",
			"nothing has been sent to %s yet", text);
	}
	if (json_number(destination, "lost_flows"))
		finding(findings, DOCTOR_WARNING, "destination", "netflowctl destination list",
			"lost flows for %s: %s", text,
			format_count(json_number(destination, "lost_flows"), number));
}

static void look_at_destination(json_t *findings, const json_t *destination)
{
	struct netflow_destination_spec specs[NETFLOW_DESTINATIONS_MAX];
	const char *text = json_text(destination, "destination");
	struct netflow_error error;

	if (netflow_destinations_parse(text, specs, &error) != 1)
		return;
	/* A missing source address would also make the route lookup fail. */
	if (!strcmp(json_text(destination, "last_error"), strerror(EADDRNOTAVAIL)))
		finding(findings, DOCTOR_ERROR, "source", "ip address",
			"this machine does not have the source address of %s", text);
	else if (look_at_route(findings, &specs[0], text))
		look_at_errors(findings, destination, specs[0].port);
}

void doctor_destinations(json_t *findings, const json_t *monitors)
{
	json_t *monitor, *destinations, *destination;
	char hint[128];
	size_t i, j;

	json_array_foreach((json_t *)monitors, i, monitor) {
		const char *name = json_text(monitor, "name");

		destinations = json_object_get(monitor, "destinations");
		if (!json_array_size(destinations)) {
			finding(findings, DOCTOR_ERROR, "destination", NULL,
				"monitor %s has no destination: its flows are lost", name);
			snprintf(hint, sizeof(hint),
				 "'netflowctl destination add --monitor %s ADDRESS:PORT' adds one",
				 name);
			finding_hint(findings, hint);
		}
		/* A monitor that nothing feeds sends nothing. */
		if (!json_number(monitor, "users"))
			continue;
		json_array_foreach(destinations, j, destination)
			look_at_destination(findings, destination);
	}
}
