// SPDX-License-Identifier: GPL-2.0
#include "genl.h"

#include <errno.h>
#include <string.h>
#include <linux/genetlink.h>

#include "attributes.h"
#include "modules/modules.h"
#include "text/output.h"

static struct nlmsghdr *request(struct netlink *nl, u16 type, u16 flags,
				u8 command, u8 version)
{
	struct nlmsghdr *nlh = netlink_message(nl, type, flags);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	genl->cmd = command;
	genl->version = version;
	return nlh;
}

/* What the kernel says of the family. */
struct family {
	u16 id;
	u32 version;
};

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	struct family *family = data;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			family->id = netlink_number(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_VERSION)
			family->version = netlink_number(attr);
	}
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
		netlink_complain(nl, err, "the kernel does not answer for " MODULE_CORE);
		return err;
	}
	nl->family = family.id;
	/* Of one version, what one side does not know the other does without. */
	if (family.version == NETFLOW_GENL_VERSION)
		return 0;
	complain("the loaded " MODULE_CORE " is %s than this netflowctl %s (protocol %u, not %u)",
		 family.version < NETFLOW_GENL_VERSION ? "older" : "newer", NETFLOW_VERSION,
		 family.version, NETFLOW_GENL_VERSION);
	complain("install both from one version; '%s' and '%s' unload this one",
		 "netflowctl rule delete --all", "modprobe -r xt_NETFLOW nft_netflow nf_netflow");
	return -EPROTO;
}

bool genl_wake(void)
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

int genl_open(struct netlink *nl)
{
	char sentence[1024];
	int err;

	/* Asking for the family would have the kernel load the module. */
	if (!module_loaded(MODULE_CORE)) {
		module_absence(sentence, sizeof(sentence));
		complain("%s", sentence);
		return -ENOENT;
	}
	err = netlink_open(nl, NETLINK_GENERIC);
	if (err) {
		complain("cannot open a netlink socket: %s", strerror(-err));
		return err;
	}
	err = find_family(nl);
	if (err)
		netlink_close(nl);
	return err;
}

/* The number of a multicast group, by its name. */
struct group_search {
	const char *name;
	u32 id;
};

static void read_group(const struct nlattr *nest, struct group_search *search)
{
	const struct nlattr *attr;
	const char *name = "";
	u32 id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME)
			name = netlink_string(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID)
			id = netlink_number(attr);
	}
	if (!strcmp(name, search->name))
		search->id = id;
}

static int on_groups(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *group;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_for_each_nested(group, attr)
				read_group(group, data);
	return MNL_CB_OK;
}

int genl_join(struct netlink *nl, const char *group)
{
	struct nlmsghdr *nlh = request(nl, GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	struct group_search search = { .name = group };
	int err;

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NETFLOW_GENL_NAME);
	err = netlink_run(nl, on_groups, &search);
	if (!err && !search.id) {
		complain("this " MODULE_CORE " tells no %s: it is older than this program", group);
		return -EOPNOTSUPP;
	}
	if (!err && mnl_socket_setsockopt(nl->socket, NETLINK_ADD_MEMBERSHIP, &search.id,
					  sizeof(search.id)) < 0)
		err = -errno;
	if (err)
		netlink_complain(nl, err, "cannot listen for %s", group);
	return err;
}

struct nlmsghdr *genl_request(struct netlink *nl, u8 command, u16 flags,
			      const char *monitor)
{
	struct nlmsghdr *nlh = request(nl, nl->family, flags, command, NETFLOW_GENL_VERSION);

	if (monitor)
		mnl_attr_put_strz(nlh, NETFLOW_A_MONITOR, monitor);
	return nlh;
}

static void put_settings(struct nlmsghdr *nlh, const struct settings_given *settings)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, NETFLOW_A_SETTINGS);
	const struct netflow_setting *setting = netflow_settings_table;
	size_t i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++, setting++) {
		if (!settings->given[i])
			continue;
		if (netflow_setting_is_text(setting))
			mnl_attr_put_strz(nlh, setting->attr,
					  netflow_setting_text(setting, &settings->values));
		else
			mnl_attr_put_u32(nlh, setting->attr,
					 netflow_setting_u32(setting, &settings->values));
	}
	mnl_attr_nest_end(nlh, nest);
}

int genl_monitor_set(struct netlink *nl, const char *monitor,
		     const struct settings_given *settings, bool create)
{
	int err;

	put_settings(genl_request(nl, NETFLOW_CMD_MONITOR_SET, NLM_F_ACK, monitor), settings);
	err = netlink_run(nl, NULL, NULL);
	if (err == -ENOENT && create) {
		put_settings(genl_request(nl, NETFLOW_CMD_MONITOR_NEW, NLM_F_ACK, monitor),
			     settings);
		err = netlink_run(nl, NULL, NULL);
	}
	if (err)
		netlink_complain(nl, err, "monitor '%s' stays as it was", monitor);
	return err;
}

int genl_monitor_delete(struct netlink *nl, const char *monitor)
{
	int err;

	genl_request(nl, NETFLOW_CMD_MONITOR_DEL, NLM_F_ACK, monitor);
	err = netlink_run(nl, NULL, NULL);
	if (err == -ENOENT)
		return 0;
	if (err == -EBUSY)
		netlink_complain(nl, err, "monitor %s stays; see 'netflowctl disable --monitor %s'",
				 monitor, monitor);
	else if (err)
		netlink_complain(nl, err, "monitor '%s' stays", monitor);
	return err;
}

void genl_monitor_try_delete(struct netlink *nl, const char *monitor)
{
	genl_request(nl, NETFLOW_CMD_MONITOR_DEL, NLM_F_ACK, monitor);
	netlink_run(nl, NULL, NULL);
}

int genl_destination(struct netlink *nl, const char *monitor, const char *text, bool add)
{
	u8 command = add ? NETFLOW_CMD_DESTINATION_NEW : NETFLOW_CMD_DESTINATION_DEL;
	json_t *monitors = genl_monitors(nl, monitor);
	struct nlmsghdr *nlh;
	struct nlattr *nest;
	int err;

	/* So that ENOENT can only mean the destination. */
	if (!monitors)
		return -ENOENT;
	json_decref(monitors);
	nlh = genl_request(nl, command, NLM_F_ACK, monitor);
	nest = mnl_attr_nest_start(nlh, NETFLOW_A_DESTINATION);
	mnl_attr_put_strz(nlh, NETFLOW_DESTINATION_TEXT, text);
	mnl_attr_nest_end(nlh, nest);
	err = netlink_run(nl, NULL, NULL);
	if (err == (add ? -EEXIST : -ENOENT))
		return 0;
	if (err)
		netlink_complain(nl, err, "monitor '%s' stays as it was", monitor);
	return err;
}

int genl_flush(struct netlink *nl, const char *monitor)
{
	int err;

	genl_request(nl, NETFLOW_CMD_FLUSH, NLM_F_ACK, monitor);
	err = netlink_run(nl, NULL, NULL);
	if (err)
		netlink_complain(nl, err, "cannot flush monitor '%s'", monitor);
	return err;
}

/* The attributes of an answer, by type. */
static void read_answer(const struct nlmsghdr *nlh, const struct nlattr *attrs[])
{
	const struct nlattr *attr;
	u16 type;

	memset(attrs, 0, (NETFLOW_A_MAX + 1) * sizeof(*attrs));
	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		type = mnl_attr_get_type(attr);
		if (type <= NETFLOW_A_MAX)
			attrs[type] = attr;
	}
}

static int on_monitor(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *monitors = data, *monitor;

	read_answer(nlh, attrs);
	if (!attrs[NETFLOW_A_MONITOR])
		return MNL_CB_OK;
	monitor = json_object();
	json_object_set_new(monitor, "name",
			    json_string(netlink_string(attrs[NETFLOW_A_MONITOR])));
	if (attrs[NETFLOW_A_USERS])
		json_object_set_new(monitor, "users",
				    json_integer(netlink_number(attrs[NETFLOW_A_USERS])));
	if (attrs[NETFLOW_A_SETTINGS])
		json_object_set_new(monitor, "settings",
				    attributes_settings(attrs[NETFLOW_A_SETTINGS]));
	json_array_append_new(monitors, monitor);
	return MNL_CB_OK;
}

json_t *genl_monitors(struct netlink *nl, const char *monitor)
{
	json_t *monitors = json_array();
	int err;

	genl_request(nl, NETFLOW_CMD_MONITOR_GET, monitor ? NLM_F_ACK : NLM_F_DUMP, monitor);
	err = netlink_run(nl, on_monitor, monitors);
	if (!err)
		return monitors;
	json_decref(monitors);
	if (monitor)
		netlink_complain(nl, err, "cannot read monitor '%s'", monitor);
	else
		netlink_complain(nl, err, "cannot read the monitors");
	return NULL;
}

/* The monitor in data that the answer is about, or NULL. */
static json_t *find_monitor(const struct nlattr *const attrs[], json_t *monitors)
{
	json_t *monitor;
	size_t i;

	if (!attrs[NETFLOW_A_MONITOR])
		return NULL;
	json_array_foreach(monitors, i, monitor)
		if (!strcmp(json_text(monitor, "name"), netlink_string(attrs[NETFLOW_A_MONITOR])))
			return monitor;
	return NULL;
}

static int on_destination(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *monitor;

	read_answer(nlh, attrs);
	monitor = find_monitor(attrs, data);
	if (monitor && attrs[NETFLOW_A_DESTINATION])
		json_array_append_new(json_object_get(monitor, "destinations"),
				      attributes_destination(attrs[NETFLOW_A_DESTINATION]));
	return MNL_CB_OK;
}

int genl_add_destinations(struct netlink *nl, json_t *monitors)
{
	json_t *monitor;
	size_t i;
	int err;

	json_array_foreach(monitors, i, monitor)
		json_object_set_new(monitor, "destinations", json_array());
	genl_request(nl, NETFLOW_CMD_DESTINATION_GET, NLM_F_DUMP, NULL);
	err = netlink_run(nl, on_destination, monitors);
	if (err)
		netlink_complain(nl, err, "cannot read the destinations");
	return err;
}

static int on_statistics(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *monitor;

	read_answer(nlh, attrs);
	monitor = find_monitor(attrs, data);
	if (monitor && attrs[NETFLOW_A_STATS])
		json_object_set_new(monitor, "statistics",
				    attributes_statistics(attrs[NETFLOW_A_STATS]));
	return MNL_CB_OK;
}

int genl_add_statistics(struct netlink *nl, json_t *monitors)
{
	int err;

	genl_request(nl, NETFLOW_CMD_STATS_GET, NLM_F_DUMP, NULL);
	err = netlink_run(nl, on_statistics, monitors);
	if (err)
		netlink_complain(nl, err, "cannot read the statistics");
	return err;
}
