// SPDX-License-Identifier: GPL-2.0
#include "monitors.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <linux/genetlink.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "text/json.h"
#include "attributes.h"
#include "family.h"
#include "netlink.h"
#include "settings.h"

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

int monitor_set(struct netlink *nl, const char *monitor,
		const struct settings_given *settings, bool create)
{
	int err;

	put_settings(family_request(nl, NETFLOW_CMD_MONITOR_SET, NLM_F_ACK, monitor), settings);
	err = netlink_run(nl, NULL, NULL);
	if (err == -ENOENT && create) {
		put_settings(family_request(nl, NETFLOW_CMD_MONITOR_NEW, NLM_F_ACK, monitor),
			     settings);
		err = netlink_run(nl, NULL, NULL);
	}
	if (err)
		netlink_complain(nl, err, "cannot change monitor '%s'", monitor);
	return err;
}

int monitor_delete(struct netlink *nl, const char *monitor)
{
	int err;

	family_request(nl, NETFLOW_CMD_MONITOR_DEL, NLM_F_ACK, monitor);
	err = netlink_run(nl, NULL, NULL);
	if (err == -ENOENT)
		return 0;
	if (err == -EBUSY)
		netlink_complain(nl, err,
				 "cannot delete monitor '%s' (see 'netflowctl disable --monitor %s')",
				 monitor, monitor);
	else if (err)
		netlink_complain(nl, err, "cannot delete monitor '%s'", monitor);
	return err;
}

void monitor_try_delete(struct netlink *nl, const char *monitor)
{
	family_request(nl, NETFLOW_CMD_MONITOR_DEL, NLM_F_ACK, monitor);
	netlink_run(nl, NULL, NULL);
}

int monitor_destination(struct netlink *nl, const char *monitor, const char *text, bool add)
{
	u8 command = add ? NETFLOW_CMD_DESTINATION_NEW : NETFLOW_CMD_DESTINATION_DEL;
	json_t *monitors = monitors_read(nl, monitor);
	struct nlmsghdr *nlh;
	struct nlattr *nest;
	int err;

	/* From here on, ENOENT can only refer to the destination. */
	if (!monitors)
		return -ENOENT;
	json_decref(monitors);
	nlh = family_request(nl, command, NLM_F_ACK, monitor);
	nest = mnl_attr_nest_start(nlh, NETFLOW_A_DESTINATION);
	mnl_attr_put_strz(nlh, NETFLOW_DESTINATION_TEXT, text);
	mnl_attr_nest_end(nlh, nest);
	err = netlink_run(nl, NULL, NULL);
	if (err == (add ? -EEXIST : -ENOENT))
		return 0;
	if (err)
		netlink_complain(nl, err, "cannot change the destinations of monitor '%s'",
				 monitor);
	return err;
}

/* How often the kernel is asked whether a flush is over, in ns. */
#define FLUSH_INTERVAL	20000000

static int on_flushing(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *statistics;
	bool *flushing = data;

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	if (!attrs[NETFLOW_A_STATS])
		return MNL_CB_OK;
	statistics = attributes_statistics(attrs[NETFLOW_A_STATS]);
	*flushing = json_number(statistics, "flushing");
	json_decref(statistics);
	return MNL_CB_OK;
}

/* Wait for the end of a flush, or of the monitor, which then exports in the background. */
static int flush_wait(struct netlink *nl, const char *monitor)
{
	const struct timespec interval = { .tv_nsec = FLUSH_INTERVAL };
	bool flushing;
	int err;

	for (;;) {
		flushing = false;
		family_request(nl, NETFLOW_CMD_STATS_GET, NLM_F_ACK, monitor);
		err = netlink_run(nl, on_flushing, &flushing);
		if (err || !flushing)
			return err == -ENOENT ? 0 : err;
		nanosleep(&interval, NULL);
	}
}

int monitor_flush(struct netlink *nl, const char *monitor)
{
	int err;

	family_request(nl, NETFLOW_CMD_FLUSH, NLM_F_ACK, monitor);
	err = netlink_run(nl, NULL, NULL);
	if (!err)
		err = flush_wait(nl, monitor);
	if (err)
		netlink_complain(nl, err, "cannot flush monitor '%s'", monitor);
	return err;
}

static int on_monitor(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *monitors = data, *monitor;

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
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

json_t *monitors_read(struct netlink *nl, const char *monitor)
{
	json_t *monitors = json_array();
	int err;

	family_request(nl, NETFLOW_CMD_MONITOR_GET, monitor ? NLM_F_ACK : NLM_F_DUMP, monitor);
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

/* Find the monitor that an answer refers to, or return NULL. */
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

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	monitor = find_monitor(attrs, data);
	if (monitor && attrs[NETFLOW_A_DESTINATION])
		json_array_append_new(json_object_get(monitor, "destinations"),
				      attributes_destination(attrs[NETFLOW_A_DESTINATION]));
	return MNL_CB_OK;
}

int monitors_add_destinations(struct netlink *nl, json_t *monitors)
{
	json_t *monitor;
	size_t i;
	int err;

	json_array_foreach(monitors, i, monitor)
		json_object_set_new(monitor, "destinations", json_array());
	family_request(nl, NETFLOW_CMD_DESTINATION_GET, NLM_F_DUMP, NULL);
	err = netlink_run(nl, on_destination, monitors);
	if (err)
		netlink_complain(nl, err, "cannot read the destinations");
	return err;
}

static int on_statistics(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	json_t *monitor;

	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	monitor = find_monitor(attrs, data);
	if (monitor && attrs[NETFLOW_A_STATS])
		json_object_set_new(monitor, "statistics",
				    attributes_statistics(attrs[NETFLOW_A_STATS]));
	return MNL_CB_OK;
}

int monitors_add_statistics(struct netlink *nl, json_t *monitors)
{
	int err;

	family_request(nl, NETFLOW_CMD_STATS_GET, NLM_F_DUMP, NULL);
	err = netlink_run(nl, on_statistics, monitors);
	if (err)
		netlink_complain(nl, err, "cannot read the statistics");
	return err;
}
