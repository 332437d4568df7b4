// SPDX-License-Identifier: GPL-2.0
#include "link.h"

#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "kernel/netlink.h"
#include "text/quote.h"
#include "findings.h"

struct link {
	unsigned int flags;
	unsigned char state;
	char name[IF_NAMESIZE];
};

static int on_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *message = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[IFLA_MAX + 1];
	struct link *link = data;

	netlink_attributes(nlh, sizeof(*message), attrs, ARRAY_SIZE(attrs));
	link->flags = message->ifi_flags;
	link->state = netlink_number(attrs[IFLA_OPERSTATE]);
	snprintf(link->name, sizeof(link->name), "%s", netlink_string(attrs[IFLA_IFNAME]));
	return MNL_CB_OK;
}

static int find_link(int index, struct link *link)
{
	struct ifinfomsg *message;
	struct nlmsghdr *nlh;
	struct netlink nl;
	int err;

	err = netlink_open(&nl, NETLINK_ROUTE);
	if (err)
		return err;
	memset(link, 0, sizeof(*link));
	nlh = netlink_message(&nl, RTM_GETLINK, NLM_F_ACK);
	message = mnl_nlmsg_put_extra_header(nlh, sizeof(*message));
	message->ifi_index = index;
	err = netlink_run(&nl, on_link, link);
	netlink_close(&nl);
	return err;
}

void doctor_link(json_t *findings, const char *check, int index, const char *name)
{
	char command[128], quoted[QUOTED_SIZE];
	struct link link;

	if (!index)
		index = if_nametoindex(name);
	if (!index || find_link(index, &link)) {
		finding(findings, DOCTOR_ERROR, check, "ip link", "there is no interface '%s'",
			name);
		return;
	}
	snprintf(command, sizeof(command), "ip link set dev %s up",
		 quote_word(link.name, quoted, sizeof(quoted)));
	if (!(link.flags & IFF_UP))
		finding(findings, DOCTOR_ERROR, check, command, "the interface %s is down",
			link.name);
	else if (!(link.flags & IFF_RUNNING))
		finding(findings, DOCTOR_ERROR, check, "ip link",
			"the interface %s is up, but has no carrier", link.name);
}
