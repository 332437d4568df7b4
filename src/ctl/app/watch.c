// SPDX-License-Identifier: GPL-2.0
/*
 * netflowctl watch: `nft flush ruleset', which nftables.service runs when it is
 * restarted, deletes netflowctl's tables too. This command restores them.
 *
 * nf_tables reports every transaction and the program that made it. A transaction by
 * netflowctl itself leaves its tables as wanted, so their content is remembered. After a
 * transaction by another program, tables that differ from the remembered ones are restored.
 *
 * rtnetlink reports interfaces: a rule that waits for an interface is installed when the
 * interface appears, and waits again when the kernel has deleted it with the interface.
 */
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <jansson.h>
#include <linux/if_link.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

#include "command/command.h"
#include "command/options.h"
#include "kernel/netlink.h"
#include "modules/find.h"
#include "rules/chains.h"
#include "rules/list.h"
#include "rules/nf_tables.h"
#include "rules/rules.h"
#include "rules/specs.h"
#include "text/complain.h"
#include "text/json.h"

#define BUFFER_SIZE	65536
#define RETRY_MS	1000
#define RETRIES		10
#define TELLERS		2

/*
 * Notifications not yet acted upon. @touched: the transaction being reported changes one of
 * our tables; @ours, @others: who made such a transaction; @links: an interface of @wanted
 * has appeared or disappeared; @count: notifications so far; @failures: failed attempts to
 * act on them.
 */
struct news {
	const json_t *wanted;
	bool touched;
	bool ours;
	bool others;
	bool links;
	unsigned int count;
	unsigned int failures;
};

/* A source of notifications and its reader. */
struct teller {
	int bus;
	int group;
	mnl_cb_t read;
	struct netlink nl;
};

/* Tables, chains and rules have the name of the table in the same attribute. */
static_assert((int)NFTA_TABLE_NAME == (int)NFTA_CHAIN_TABLE &&
	      (int)NFTA_TABLE_NAME == (int)NFTA_RULE_TABLE, "attributes of nf_tables");

static bool is_about_ours(const struct nlmsghdr *nlh)
{
	const struct nlattr *attrs[NFTA_TABLE_NAME + 1];

	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	return !strncmp(netlink_string(attrs[NFTA_TABLE_NAME]), OWN_TABLE, strlen(OWN_TABLE));
}

/* Both programs of the project change these tables on purpose. */
static bool is_ours(const char *program)
{
	return !strcmp(program, "netflowctl") || !strcmp(program, "ipt_netflow");
}

/* The transaction is complete. Ignore what this process itself restored. */
static void read_generation(const struct nlmsghdr *nlh, struct news *news)
{
	const struct nlattr *attrs[NFTA_GEN_MAX + 1];
	pid_t pid;

	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	pid = ntohl(netlink_number(attrs[NFTA_GEN_PROC_PID]));
	if (news->touched && pid != getpid()) {
		if (is_ours(netlink_string(attrs[NFTA_GEN_PROC_NAME])))
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

/* Is a wanted rule at that interface? */
static bool is_wanted(const json_t *wanted, const char *device)
{
	const char *monitor;
	json_t *own, *spec;
	size_t i;

	json_object_foreach((json_t *)wanted, monitor, own)
		json_array_foreach(json_object_get(own, "specs"), i, spec)
			if (!strcmp(json_text(spec, "device"), device))
				return true;
	return false;
}

static int on_link(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[IFLA_IFNAME + 1];
	struct news *news = data;

	netlink_attributes(nlh, sizeof(struct ifinfomsg), attrs, ARRAY_SIZE(attrs));
	if (attrs[IFLA_IFNAME] && is_wanted(news->wanted, netlink_string(attrs[IFLA_IFNAME]))) {
		news->links = true;
		news->count++;
	}
	return MNL_CB_OK;
}

/* Return: {MONITOR: {table, specs}} of the own tables, or NULL after reporting the error. */
static json_t *read_tables(void)
{
	json_t *rules = rules_list(), *names, *name, *tables;
	char table[TABLE_NAME_SIZE];
	size_t i;

	if (!rules)
		return NULL;
	tables = json_object();
	names = rules_monitors(rules);
	json_array_foreach(names, i, name) {
		rules_table(rules, json_string_value(name), table);
		json_object_set_new(tables, json_string_value(name),
				    json_pack("{s:s, s:o}", "table", table, "specs",
					      rules_own(rules, json_string_value(name))));
	}
	json_decref(names);
	json_decref(rules);
	return tables;
}

/* Return: true if all of them are installed or waiting. */
static bool restore(json_t *wanted, const json_t *now)
{
	const char *monitor, *table;
	bool all = true, lost;
	json_t *own, *specs;

	json_object_foreach(wanted, monitor, own) {
		table = json_text(own, "table");
		specs = json_object_get(own, "specs");
		lost = !json_equal(own, json_object_get(now, monitor));
		if (!lost && !rules_due(table, specs))
			continue;
		if (rules_replace(monitor, table, specs))
			all = false;
		else if (lost)
			printf("restored the rules of monitor %s\n", monitor);
		else
			printf("installed the rules of monitor %s: an interface that they waited "
			       "for has appeared\n", monitor);
	}
	fflush(stdout);
	return all;
}

/*
 * @now: the tables after all reported transactions
 * @done: set if nothing is left to do
 * Return: the tables to remember.
 */
static json_t *act(json_t *wanted, json_t *now, const struct news *news, bool *done)
{
	bool lost = news->others;

	*done = true;
	/*
	 * The order of several transactions is unknown by now. A change of ours counts if
	 * some of it is left.
	 */
	if (news->ours && (!news->others || json_object_size(now))) {
		json_decref(wanted);
		wanted = json_incref(now);
		lost = false;
	}
	if ((lost || news->links) && module_loaded(MODULE_NFT))
		*done = restore(wanted, now);
	return wanted;
}

static void stop_listening(struct teller *tellers)
{
	int i;

	for (i = 0; i < TELLERS; i++)
		netlink_close(&tellers[i].nl);
}

static int listen_to(struct teller *teller)
{
	int err = netlink_open(&teller->nl, teller->bus);

	if (!err && mnl_socket_setsockopt(teller->nl.socket, NETLINK_ADD_MEMBERSHIP,
					  &teller->group, sizeof(teller->group)) < 0)
		err = -errno;
	return err;
}

/* Return: 0 or a negative errno, reported on stderr. */
static int listen_to_all(struct teller *tellers)
{
	int err = 0, i;

	for (i = 0; i < TELLERS && !err; i++)
		err = listen_to(&tellers[i]);
	if (!err)
		return 0;
	if (nf_tables_absent(err))
		complain("this kernel has no nftables, so there is nothing to watch");
	else
		complain("cannot watch nftables: %s", err == -EPERM ?
			 "this needs the capability CAP_NET_ADMIN" : strerror(-err));
	stop_listening(tellers);
	return err;
}

/* Lost messages may have come from any program. Return: 0 or a negative errno. */
static int receive(struct teller *teller, struct news *news)
{
	static char buffer[BUFFER_SIZE];
	ssize_t size = mnl_socket_recvfrom(teller->nl.socket, buffer, sizeof(buffer));

	if (size < 0 && errno == ENOBUFS) {
		news->others |= teller->bus == NETLINK_NETFILTER;
		news->links = true;
		news->count++;
		return 0;
	}
	if (size < 0)
		return errno == EINTR ? 0 : -errno;
	mnl_cb_run(buffer, size, 0, 0, teller->read, news);
	return 0;
}

/*
 * Read notifications that arrive within @timeout ms; negative: wait indefinitely.
 * Return: the number of sources that had any, or a negative errno.
 */
static int receive_any(struct teller *tellers, struct news *news, int timeout)
{
	struct pollfd pollfds[TELLERS];
	int count, err = 0, i;

	for (i = 0; i < TELLERS; i++)
		pollfds[i] = (struct pollfd){
			.fd = mnl_socket_get_fd(tellers[i].nl.socket), .events = POLLIN,
		};
	count = poll(pollfds, TELLERS, timeout);
	for (i = 0; i < TELLERS && count > 0 && !err; i++)
		if (pollfds[i].revents)
			err = receive(&tellers[i], news);
	return err ? err : count > 0 ? count : 0;
}

/* Read all pending notifications into @news. Return: 0 or a negative errno. */
static int receive_all(struct teller *tellers, struct news *news)
{
	int count;

	do {
		count = receive_any(tellers, news, 0);
	} while (count > 0);
	return count;
}

static bool is_any(const struct news *news)
{
	return news->ours || news->others || news->links;
}

/* How long to wait for the next notification, in ms; -1: indefinitely. */
static int patience(const struct news *news)
{
	if (!is_any(news) || news->failures > RETRIES)
		return -1;
	return news->failures ? RETRY_MS : 0;
}

/*
 * Wait for news, then read the tables. Read them again if further notifications arrive in
 * the meantime, as the tables may or may not contain those changes.
 * @now: the tables; NULL if there is no news or reading failed
 * Return: 0 or a negative errno.
 */
static int observe(struct teller *tellers, struct news *news, json_t **now)
{
	unsigned int count;
	int err;

	*now = NULL;
	err = receive_any(tellers, news, patience(news));
	if (err >= 0)
		err = receive_all(tellers, news);
	if (err || !is_any(news))
		return err;
	do {
		count = news->count;
		json_decref(*now);
		*now = read_tables();
		err = receive_all(tellers, news);
	} while (!err && news->count != count);
	return err;
}

/* Return: a negative errno, or 0 if the error has been reported on stderr. */
static int keep(struct teller *tellers)
{
	/* An interface may have appeared before we began to listen. */
	struct news news = { .links = true };
	json_t *wanted = read_tables(), *now;
	int err = 0;

	while (wanted && !err) {
		bool done = false;

		news.wanted = wanted;
		err = observe(tellers, &news, &now);
		if (!err && now)
			wanted = act(wanted, now, &news, &done);
		json_decref(now);
		if (done)
			news = (struct news){ .touched = news.touched };
		else if (is_any(&news))
			news.failures++;
	}
	json_decref(wanted);
	return err;
}

static int watch_run(const struct options *options)
{
	struct teller tellers[TELLERS] = {
		{ .bus = NETLINK_NETFILTER, .group = NFNLGRP_NFTABLES, .read = on_message },
		{ .bus = NETLINK_ROUTE, .group = RTNLGRP_LINK, .read = on_link },
	};
	int err;

	(void)options;
	err = listen_to_all(tellers);
	if (err)
		return nf_tables_absent(err) ? CTL_OK : CTL_ERROR;
	err = keep(tellers);
	if (err)
		complain("cannot watch nftables any longer: %s", strerror(-err));
	stop_listening(tellers);
	return CTL_ERROR;
}

const struct command watch_command = {
	.name = "watch",
	.arguments = "",
	.run = watch_run,
	.summary = "Restore netflowctl's tables when another program removes them",
	.help = "Runs until stopped; netflow-watch.service runs it.",
};
