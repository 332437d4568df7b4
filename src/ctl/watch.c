// SPDX-License-Identifier: GPL-2.0
/*
 * netflowctl watch: `nft flush ruleset', which nftables.service does when it is
 * restarted, takes the tables of netflowctl with it. This puts them back.
 *
 * nf_tables tells every transaction, and which program made it. After one by
 * netflowctl itself, its tables are as they shall be, and are remembered; after
 * one by another program they are put back if they are not as remembered.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "ctl.h"
#include "modules.h"
#include "netlink.h"
#include "output.h"
#include "rules.h"
#include "rules_private.h"

#define BUFFER_SIZE	65536

/*
 * What was told: @touched, a table of ours is part of the transaction that is being
 * told; at its end, who made it.
 */
struct news {
	bool touched;
	bool ours;
	bool others;
};

/* Tables, chains and rules have the name of the table in the same attribute. */
static_assert((int)NFTA_TABLE_NAME == (int)NFTA_CHAIN_TABLE &&
	      (int)NFTA_TABLE_NAME == (int)NFTA_RULE_TABLE, "attributes of nf_tables");

static bool is_about_ours(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg))
		if (mnl_attr_get_type(attr) == NFTA_TABLE_NAME)
			return !strncmp(netlink_string(attr), OWN_TABLE, strlen(OWN_TABLE));
	return false;
}

/* Both programs of the project know what they do to these tables. */
static bool is_ours(const char *program)
{
	return !strcmp(program, "netflowctl") || !strcmp(program, "ipt_netflow");
}

/* A transaction is at its end. */
static void read_generation(const struct nlmsghdr *nlh, struct news *news)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(attr) != NFTA_GEN_PROC_NAME || !news->touched)
			continue;
		if (is_ours(netlink_string(attr)))
			news->ours = true;
		else
			news->others = true;
	}
	news->touched = false;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct news *news = data;

	switch (nlh->nlmsg_type & 0xff) {
	case NFT_MSG_NEWGEN:
		read_generation(nlh, news);
		break;
	case NFT_MSG_NEWTABLE:
	case NFT_MSG_DELTABLE:
	case NFT_MSG_NEWCHAIN:
	case NFT_MSG_DELCHAIN:
	case NFT_MSG_NEWRULE:
	case NFT_MSG_DELRULE:
		news->touched |= is_about_ours(nlh);
		break;
	}
	return MNL_CB_OK;
}

/* {MONITOR: specs} of all own tables; NULL: told on stderr. */
static json_t *read_tables(void)
{
	json_t *rules = rules_list(), *names, *name, *tables;
	size_t i;

	if (!rules)
		return NULL;
	tables = json_object();
	names = rules_monitors(rules);
	json_array_foreach(names, i, name)
		json_object_set_new(tables, json_string_value(name),
				    rules_own(rules, json_string_value(name)));
	json_decref(names);
	json_decref(rules);
	return tables;
}

static void restore(json_t *wanted, const json_t *now)
{
	const char *monitor;
	json_t *specs;

	json_object_foreach(wanted, monitor, specs) {
		if (json_equal(specs, json_object_get(now, monitor)))
			continue;
		if (!rules_replace(monitor, specs))
			printf("put the rules of monitor %s back\n", monitor);
	}
	fflush(stdout);
}

/* Return: what is to be remembered. */
static json_t *act(json_t *wanted, const struct news *news)
{
	json_t *now = read_tables();

	if (!now)
		return wanted;
	/*
	 * Of several transactions at once it cannot be told which was the last: a change
	 * of ours counts where there is something left of it.
	 */
	if (news->ours && (!news->others || json_object_size(now))) {
		json_decref(wanted);
		return now;
	}
	if (news->others && module_loaded(MODULE_NFT))
		restore(wanted, now);
	json_decref(now);
	return wanted;
}

static int listen_on(struct netlink *nl)
{
	int group = NFNLGRP_NFTABLES, err = netlink_open(nl, NETLINK_NETFILTER);

	if (err)
		return err;
	if (mnl_socket_setsockopt(nl->socket, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0) {
		err = -errno;
		netlink_close(nl);
	}
	return err;
}

/* Return: 0, or a negative errno. Messages that were lost may have been anybody's. */
static int receive(struct netlink *nl, struct news *news)
{
	static char buffer[BUFFER_SIZE];
	ssize_t size = mnl_socket_recvfrom(nl->socket, buffer, sizeof(buffer));

	news->ours = false;
	news->others = false;
	if (size < 0 && errno == ENOBUFS) {
		news->others = true;
		return 0;
	}
	if (size < 0)
		return errno == EINTR ? 0 : -errno;
	mnl_cb_run(buffer, size, 0, 0, on_message, news);
	return 0;
}

int watch_run(const struct options *options)
{
	json_t *wanted;
	struct netlink nl;
	struct news news = { .touched = false };
	int err;

	(void)options;
	err = listen_on(&nl);
	if (err) {
		complain("cannot watch nftables: %s", err == -EPERM ?
			 "this needs the capability CAP_NET_ADMIN" : strerror(-err));
		return CTL_ERROR;
	}
	wanted = read_tables();
	while (wanted && !err) {
		err = receive(&nl, &news);
		if (!err && (news.ours || news.others))
			wanted = act(wanted, &news);
	}
	if (err)
		complain("cannot watch nftables any longer: %s", strerror(-err));
	json_decref(wanted);
	netlink_close(&nl);
	return CTL_ERROR;
}
