// SPDX-License-Identifier: GPL-2.0
/*
 * Which tables netflowctl made: those whose comment says so. A table may have any name that
 * begins with "netflow", so the comment names the monitor, too. Version 0.1.0 did not write
 * the monitor's name; its tables always have the default name.
 *
 * Nothing is done to a table without the mark, or with chains that netflowctl did not make.
 */
#include "tables.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "uapi/nf_netflow.h"
#include "kernel/netlink.h"
#include "text/complain.h"
#include "nf_tables.h"

/* How a table's comment begins; 0.1.0 continued with ": " or "; ", now a monitor follows. */
#define MARK		"made by netflowctl"
#define MARK_MONITOR	MARK " for monitor "

/* An nft that does not support the expression omits such rules, so say so in the listing. */
#define COMMENT_END	"; its rules with 'netflow' may not be shown here"

static_assert(sizeof(MARK_MONITOR COMMENT_END) + NETFLOW_MONITOR_NAME_SIZE <= TABLE_COMMENT_SIZE,
	      "nft's limit of a comment");
static_assert(sizeof(OWN_TABLE "-") + NETFLOW_MONITOR_NAME_SIZE <= TABLE_NAME_SIZE,
	      "room for the default name of any monitor's table");

void rules_table_comment(const char *monitor, char *comment)
{
	snprintf(comment, TABLE_COMMENT_SIZE, MARK_MONITOR "%s" COMMENT_END, monitor);
}

/* Find the comment in a table's userdata: type, length and value of each item. */
static const char *find_comment(const struct nlattr *userdata, size_t *length)
{
	const u8 *at = userdata ? mnl_attr_get_payload(userdata) : NULL;
	size_t left = userdata ? mnl_attr_get_payload_len(userdata) : 0;

	while (left >= 2 && at[1] <= left - 2) {
		if (at[0] == NF_TABLES_COMMENT) {
			*length = at[1];
			return (const char *)at + 2;
		}
		left -= 2 + at[1];
		at += 2 + at[1];
	}
	return NULL;
}

/* The monitor of a table of version 0.1.0. Return: a new string, or null if it has none. */
static json_t *monitor_by_name(const char *table)
{
	size_t length = strlen(OWN_TABLE);

	if (!strcmp(table, OWN_TABLE))
		return json_string(NETFLOW_MONITOR_DEFAULT);
	if (!strncmp(table, OWN_TABLE "-", length + 1) && table[length + 1])
		return json_string(table + length + 1);
	return json_null();
}

/* Return: a new string, or null if the table is not netflowctl's. */
static json_t *monitor_of(const char *table, const struct nlattr *userdata)
{
	char text[TABLE_COMMENT_SIZE];
	const char *comment;
	size_t length;

	comment = find_comment(userdata, &length);
	if (!comment || length > sizeof(text))
		return json_null();
	snprintf(text, sizeof(text), "%.*s", (int)length, comment);
	if (!strncmp(text, MARK_MONITOR, strlen(MARK_MONITOR)))
		return json_stringn(text + strlen(MARK_MONITOR),
				    strcspn(text + strlen(MARK_MONITOR), ";"));
	return strncmp(text, MARK, strlen(MARK)) ? json_null() : monitor_by_name(table);
}

static int on_table(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NFTA_TABLE_USERDATA + 1];
	const char *name;

	if (nfg->nfgen_family != NFPROTO_INET)
		return MNL_CB_OK;
	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	name = netlink_string(attrs[NFTA_TABLE_NAME]);
	json_object_set_new(data, name, monitor_of(name, attrs[NFTA_TABLE_USERDATA]));
	return MNL_CB_OK;
}

int rules_tables(json_t **tables)
{
	int err;

	*tables = json_object();
	err = nf_tables_dump(NFT_MSG_GETTABLE, on_table, *tables, *tables);
	if (!err || nf_tables_absent(err))
		return 0;
	nf_tables_complain(err, "tables");
	json_decref(*tables);
	*tables = NULL;
	return err;
}

/* A search for something in a table that netflowctl did not make. */
struct search {
	const char *table;
	char found[320];	/* "chain 'mine'", or "" */
};

/* All objects have the name of their table in the same attribute, and these their own, too. */
static_assert((int)NFTA_CHAIN_TABLE == (int)NFTA_SET_TABLE &&
	      (int)NFTA_CHAIN_TABLE == (int)NFTA_OBJ_TABLE &&
	      (int)NFTA_CHAIN_TABLE == (int)NFTA_FLOWTABLE_TABLE, "attributes of nf_tables");
static_assert((int)NFTA_SET_NAME == (int)NFTA_OBJ_NAME &&
	      (int)NFTA_SET_NAME == (int)NFTA_FLOWTABLE_NAME, "attributes of nf_tables");

static bool is_own_chain(const char *name)
{
	json_t *spec = rule_spec_of_chain(name, "");

	json_decref(spec);
	return spec || !strcmp(name, CHAIN_NETFLOW);
}

/* A rule's own set: "tcp dport { 80, 443 }" */
static bool is_anonymous(const struct nlattr *flags)
{
	return flags && mnl_attr_get_payload_len(flags) == sizeof(u32) &&
	       ntohl(mnl_attr_get_u32(flags)) & NFT_SET_ANONYMOUS;
}

static int on_object(const struct nlmsghdr *nlh, void *data)
{
	const struct nfgenmsg *nfg = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attrs[NFTA_CHAIN_NAME + 1];
	unsigned int type = nlh->nlmsg_type & 0xff;
	const char *name, *what = "object";
	struct search *search = data;

	static_assert((int)NFTA_SET_FLAGS <= (int)NFTA_CHAIN_NAME, "room for a set's flags");
	netlink_attributes(nlh, sizeof(struct nfgenmsg), attrs, ARRAY_SIZE(attrs));
	if (nfg->nfgen_family != NFPROTO_INET ||
	    strcmp(netlink_string(attrs[NFTA_CHAIN_TABLE]), search->table))
		return MNL_CB_OK;
	name = netlink_string(attrs[type == NFT_MSG_NEWCHAIN ? (int)NFTA_CHAIN_NAME :
							       (int)NFTA_SET_NAME]);
	if ((type == NFT_MSG_NEWCHAIN && is_own_chain(name)) ||
	    (type == NFT_MSG_NEWSET && is_anonymous(attrs[NFTA_SET_FLAGS])))
		return MNL_CB_OK;
	if (type == NFT_MSG_NEWCHAIN)
		what = "chain";
	else if (type == NFT_MSG_NEWSET)
		what = "set or map";
	else if (type == NFT_MSG_NEWFLOWTABLE)
		what = "flow table";
	snprintf(search->found, sizeof(search->found), "%s '%s'", what, name);
	return MNL_CB_OK;
}

int rules_table_check(const char *table, bool chains_only)
{
	static const u16 types[] = {
		NFT_MSG_GETCHAIN, NFT_MSG_GETSET, NFT_MSG_GETOBJ, NFT_MSG_GETFLOWTABLE,
	};
	struct search search = { .table = table };
	size_t count = chains_only ? 1 : ARRAY_SIZE(types), i;
	int err = 0;

	for (i = 0; i < count && !err && !search.found[0]; i++)
		err = nf_tables_dump(types[i], on_object, &search, NULL);
	if (err) {
		complain("cannot read the table 'inet %s': %s", table, strerror(-err));
		return err;
	}
	if (!search.found[0])
		return 0;
	complain("the table 'inet %s' has a %s that netflowctl did not create: it is left as it "
		 "is; move that to a table of yours, then try again",
		 table, search.found);
	return -EEXIST;
}

/* The table that has the monitor's rules now: the one by the default name if there are several. */
static const char *current(const json_t *tables, const char *monitor, const char *by_default)
{
	const char *table, *owner = json_string_value(json_object_get(tables, by_default));
	json_t *value;

	if (owner && !strcmp(owner, monitor))
		return by_default;
	json_object_foreach((json_t *)tables, table, value) {
		owner = json_string_value(value);
		if (owner && !strcmp(owner, monitor) && strlen(table) < TABLE_NAME_SIZE)
			return table;
	}
	return NULL;
}

/* Is the table of that name one that netflowctl may replace, or is there none? */
static int check_name(const json_t *tables, const struct own_table *own)
{
	const json_t *value = json_object_get(tables, own->name);
	const char *owner = json_string_value(value);

	if (!value || (owner && !strcmp(owner, own->monitor)))
		return 0;
	complain("the table 'inet %s' %s%s%s: it is left as it is; choose another name for the "
		 "table of monitor '%s' by --table, such as --table " OWN_TABLE "2", own->name,
		 owner ? "has the rules of monitor '" : "was not made by netflowctl",
		 owner ? owner : "", owner ? "'" : "", own->monitor);
	return -EEXIST;
}

int rules_table_choose(const char *monitor, const char *wanted, struct own_table *own)
{
	char by_default[TABLE_NAME_SIZE];
	const char *now;
	json_t *tables;
	int err = rules_tables(&tables);

	if (err)
		return err;
	*own = (struct own_table){ .monitor = monitor };
	rules_table_name(monitor, by_default);
	now = current(tables, monitor, by_default);
	snprintf(own->name, sizeof(own->name), "%s", wanted ? wanted : now ? now : by_default);
	if (now && strcmp(now, own->name))
		snprintf(own->old, sizeof(own->old), "%s", now);
	err = check_name(tables, own);
	if (!err && json_object_get(tables, own->name))
		err = rules_table_check(own->name, true);
	if (!err && own->old[0])
		err = rules_table_check(own->old, false);
	json_decref(tables);
	return err;
}
