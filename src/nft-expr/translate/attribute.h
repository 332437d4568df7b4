/* SPDX-License-Identifier: GPL-2.0 */
/* Messages and attributes of nf_tables, as netlink.c and left_out.c walk through them. */
#ifndef _NFT_NETFLOW_ATTRIBUTE_H
#define _NFT_NETFLOW_ATTRIBUTE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

/** struct span - a part of a message: attributes, one behind the other */
struct span {
	char *data;
	size_t size;
};

/** message_at - the message there; NULL: none, or not a whole one */
struct nlmsghdr *message_at(void *data, size_t size);

/** message_size - up to the next message, at most the @size bytes that there are */
size_t message_size(const struct nlmsghdr *nlh, size_t size);

/** rule_attributes - those of a message about a rule; of another: none */
struct span rule_attributes(struct nlmsghdr *nlh);

/** attribute_at - the first attribute; NULL: none, or not a whole one */
struct nlattr *attribute_at(struct span span);

/** attribute_next - what is behind the first attribute, which is there */
struct span attribute_next(struct span span);

/** attribute_inside - what an attribute holds */
struct span attribute_inside(const struct nlattr *nla);

/** attribute_find - the first attribute of that type, or NULL */
struct nlattr *attribute_find(struct span span, int type);

/** stand_in_name - the name in a stand-in; NULL: an expression that is none */
const char *stand_in_name(const char *secret, struct nlattr *element);

/** stand_in_size - of the list element, for a name of that length */
size_t stand_in_size(size_t name_size);

/**
 * stand_in_put - write a stand-in
 * @element: its header is there already, with nla_len = stand_in_size(@size)
 * @data_type: of the attribute that holds the expression's data
 * @secret: NFT_NETFLOW_SECRET characters
 * @name: of the monitor, at most UINT8_MAX characters
 * @size: its length
 */
void stand_in_put(struct nlattr *element, int data_type, const char *secret, const char *name,
		  size_t size);

/**
 * left_out_restore - put stand-ins where nft_netflow_leave_out() took them away
 * @secret: NFT_NETFLOW_SECRET characters
 * @nlh: changed in place, never longer than it was
 * Return: how many.
 */
int left_out_restore(const char *secret, struct nlmsghdr *nlh);

#endif /* _NFT_NETFLOW_ATTRIBUTE_H */
