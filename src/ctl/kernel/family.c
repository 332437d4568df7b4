// SPDX-License-Identifier: GPL-2.0
#include "family.h"

#include <errno.h>
#include <string.h>
#include <linux/genetlink.h>

#include "uapi/nf_netflow.h"
#include "text/complain.h"
#include "netlink.h"

/* The kernel module that provides the family. */
#define MODULE	"nf_netflow"

static struct nlmsghdr *request(struct netlink *nl, u16 type, u16 flags,
				u8 command, u8 version)
{
	struct nlmsghdr *nlh = netlink_message(nl, type, flags);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	genl->cmd = command;
	genl->version = version;
	return nlh;
}

/* The kernel's description of the family. */
struct family {
	u16 id;
	u32 version;
};

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[CTRL_ATTR_MAX + 1];
	struct family *family = data;

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	family->id = netlink_number(attrs[CTRL_ATTR_FAMILY_ID]);
	family->version = netlink_number(attrs[CTRL_ATTR_VERSION]);
	return MNL_CB_OK;
}

static int find_family(struct netlink *nl)
{
	struct nlmsghdr *nlh = request(nl, GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	struct family family = { .version = 0 };
	int err;

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NETFLOW_GENL_NAME);
	err = netlink_run(nl, on_family, &family);
	if (err) {
		netlink_complain(nl, err, "cannot find the netlink family of " MODULE);
		return err;
	}
	nl->family = family.id;
	/* Within one version, each side copes with attributes that the other lacks. */
	if (family.version == NETFLOW_GENL_VERSION)
		return 0;
	complain("the loaded " MODULE " is %s than this netflowctl %s (protocol %u, not %u)",
		 family.version < NETFLOW_GENL_VERSION ? "older" : "newer", NETFLOW_VERSION,
		 family.version, NETFLOW_GENL_VERSION);
	complain("install the same version of both; '%s' and '%s' unload this one",
		 "netflowctl rule delete --all", "modprobe -r xt_NETFLOW nft_netflow nf_netflow");
	return -EPROTO;
}

int family_open(struct netlink *nl)
{
	int err = netlink_open(nl, NETLINK_GENERIC);

	if (err) {
		complain("cannot open a netlink socket: %s", strerror(-err));
		return err;
	}
	err = find_family(nl);
	if (err)
		netlink_close(nl);
	return err;
}

bool family_wake(void)
{
	struct family family = { .version = 0 };
	struct nlmsghdr *nlh;
	struct netlink nl;
	int err;

	if (netlink_open(&nl, NETLINK_GENERIC))
		return false;
	nlh = request(&nl, GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NETFLOW_GENL_NAME);
	err = netlink_run(&nl, on_family, &family);
	netlink_close(&nl);
	return !err;
}

/* Look-up of a multicast group's id by name. */
struct group_search {
	const char *name;
	u32 id;
};

static int on_groups(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[CTRL_ATTR_MAX + 1], *group;
	struct group_search *search = data;

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	if (!attrs[CTRL_ATTR_MCAST_GROUPS])
		return MNL_CB_OK;
	mnl_attr_for_each_nested(group, attrs[CTRL_ATTR_MCAST_GROUPS]) {
		const char *name = netlink_string(netlink_find(group, CTRL_ATTR_MCAST_GRP_NAME));

		if (!strcmp(name, search->name))
			search->id = netlink_number(netlink_find(group, CTRL_ATTR_MCAST_GRP_ID));
	}
	return MNL_CB_OK;
}

int family_join(struct netlink *nl, const char *group)
{
	struct nlmsghdr *nlh = request(nl, GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	struct group_search search = { .name = group };
	int err;

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NETFLOW_GENL_NAME);
	err = netlink_run(nl, on_groups, &search);
	if (!err && !search.id) {
		complain("the loaded " MODULE " has no multicast group '%s': %s", group,
			 "it is older than this program");
		return -EOPNOTSUPP;
	}
	if (!err && mnl_socket_setsockopt(nl->socket, NETLINK_ADD_MEMBERSHIP, &search.id,
					  sizeof(search.id)) < 0)
		err = -errno;
	if (err)
		netlink_complain(nl, err, "cannot listen for %s", group);
	return err;
}

struct nlmsghdr *family_request(struct netlink *nl, u8 command, u16 flags,
				const char *monitor)
{
	struct nlmsghdr *nlh = request(nl, nl->family, flags, command, NETFLOW_GENL_VERSION);

	if (monitor)
		mnl_attr_put_strz(nlh, NETFLOW_A_MONITOR, monitor);
	return nlh;
}
