// SPDX-License-Identifier: GPL-2.0
#include "links.h"

#include <errno.h>
#include <unistd.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "netlink.h"

/* Use netlink because netflow-watch.service may open no other sockets. */
bool link_found(const char *name)
{
	struct ifinfomsg *link;
	struct nlmsghdr *nlh;
	struct netlink nl;
	int err;

	if (netlink_open(&nl, NETLINK_ROUTE))
		return true;
	nlh = netlink_message(&nl, RTM_GETLINK, NLM_F_ACK);
	link = mnl_nlmsg_put_extra_header(nlh, sizeof(*link));
	link->ifi_family = AF_UNSPEC;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	err = netlink_run(&nl, NULL, NULL);
	netlink_close(&nl);
	return err != -ENODEV;
}
