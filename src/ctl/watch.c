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
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "ctl.h"
#include "modules.h"
#include "netlink.h"
#include "output.h"
#include "rules.h"
#include "rules_private.h"

#define BUFFER_SIZE	65536
#define RETRY_MS	1000
#define RETRIES		10

/*
 * What was told: @touched, a table of ours is part of the transaction that is being
 * told; at its end, who made it. @count: how much was told; @failures: how often it
 * could not be acted upon.
 */
struct news {
	bool touched;
	bool ours;
	bool others;
	unsigned int count;
	unsigned int failures;
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

/* A transaction is at its end. What this process itself put back is no news. */
static void read_generation(const struct nlmsghdr *nlh, struct news *news)
{
	const char *program = "";
	const struct nlattr *attr;
	pid_t pid = 0;

	mnl_attr_for_each(attr, nlh, sizeof(struct nfgenmsg)) {
		if (mnl_attr_get_type(attr) == NFTA_GEN_PROC_NAME)
			program = netlink_string(attr);
		else if (mnl_attr_get_type(attr) == NFTA_GEN_PROC_PID)
			pid = ntohl(mnl_attr_get_u32(attr));
	}
	if (news->touched && pid != getpid()) {
		if (is_ours(program))
			news->ours = true;
		else
			news->others = true;
		news->count++;
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

/* Return: whether all of them are there. */
static bool restore(json_t *wanted, const json_t *now)
{
	const char *monitor;
	bool all = true;
	json_t *specs;

	json_object_foreach(wanted, monitor, specs) {
		if (json_equal(specs, json_object_get(now, monitor)))
			continue;
		if (rules_replace(monitor, specs))
			all = false;
		else
			printf("put the rules of monitor %s back\n", monitor);
	}
	fflush(stdout);
	return all;
}

/*
 * @now: the tables as they are after all that was told.
 * @done: what was told is dealt with.
 * Return: what is to be remembered.
 */
static json_t *act(json_t *wanted, json_t *now, const struct news *news, bool *done)
{
	*done = true;
	/*
	 * Of several transactions at once it cannot be told which was the last: a change
	 * of ours counts where there is something left of it.
	 */
	if (news->ours && (!news->others || json_object_size(now))) {
		json_decref(wanted);
		wanted = json_incref(now);
	} else if (news->others && module_loaded(MODULE_NFT)) {
		*done = restore(wanted, now);
	}
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

/*
 * @timeout: in ms; negative: none.
 * Return: whether something is to be read.
 */
static bool wait_for_news(struct netlink *nl, int timeout)
{
	struct pollfd pollfd = { .fd = mnl_socket_get_fd(nl->socket), .events = POLLIN };

	return poll(&pollfd, 1, timeout) > 0;
}

/* Return: 0, or a negative errno. Messages that were lost may have been anybody's. */
static int receive(struct netlink *nl, struct news *news)
{
	static char buffer[BUFFER_SIZE];
	ssize_t size = mnl_socket_recvfrom(nl->socket, buffer, sizeof(buffer));

	if (size < 0 && errno == ENOBUFS) {
		news->others = true;
		news->count++;
		return 0;
	}
	if (size < 0)
		return errno == EINTR ? 0 : -errno;
	mnl_cb_run(buffer, size, 0, 0, on_message, news);
	return 0;
}

/* Return: 0, or a negative errno, when everything that has been told was read into @news. */
static int receive_all(struct netlink *nl, struct news *news)
{
	int err = 0;

	while (!err && wait_for_news(nl, 0))
		err = receive(nl, news);
	return err;
}

/*
 * Wait for news, and read the tables as these left them: what was told while they were
 * read may be in them, or not.
 * @now: the tables, NULL where there is no news or they could not be read
 * Return: 0, or a negative errno
 */
static int observe(struct netlink *nl, struct news *news, json_t **now)
{
	unsigned int count;
	int err;

	*now = NULL;
	wait_for_news(nl, news->failures && news->failures <= RETRIES ? RETRY_MS : -1);
	err = receive_all(nl, news);
	if (err || (!news->ours && !news->others))
		return err;
	do {
		count = news->count;
		json_decref(*now);
		*now = read_tables();
		err = receive_all(nl, news);
	} while (!err && news->count != count);
	return err;
}

int watch_run(const struct options *options)
{
	struct news news = {};
	json_t *wanted, *now;
	struct netlink nl;
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
		bool done = false;

		err = observe(&nl, &news, &now);
		if (!err && now)
			wanted = act(wanted, now, &news, &done);
		json_decref(now);
		if (done)
			news = (struct news){ .touched = news.touched };
		else if (news.ours || news.others)
			news.failures++;
	}
	if (err)
		complain("cannot watch nftables any longer: %s", strerror(-err));
	json_decref(wanted);
	netlink_close(&nl);
	return CTL_ERROR;
}
