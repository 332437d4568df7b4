/* SPDX-License-Identifier: GPL-2.0 */
/* Walk through messages of nf_tables and their attributes. */
#ifndef _NFT_NETFLOW_ATTRIBUTE_H
#define _NFT_NETFLOW_ATTRIBUTE_H

#include <stddef.h>
#include <linux/netlink.h>

/**
 * struct span - a part of a message: attributes, one after the other
 * @data: where it begins
 * @size: in bytes
 */
struct span {
	char *data;
	size_t size;
};

/**
 * message_at - find the message at an address
 * @data: netlink messages
 * @size: in bytes
 * Return: the message; NULL: there is none, or only a part of one.
 */
struct nlmsghdr *message_at(void *data, size_t size);

/**
 * message_size - distance to the next message
 * @nlh: from message_at()
 * @size: bytes that there are
 * Return: at most @size.
 */
size_t message_size(const struct nlmsghdr *nlh, size_t size);

/**
 * rule_attributes - find the attributes of a message about a rule
 * @nlh: whole message
 * Return: the attributes; an empty span if the message is about something else.
 */
struct span rule_attributes(struct nlmsghdr *nlh);

/**
 * attribute_at - find the first attribute
 * @span: where to look
 * Return: the attribute; NULL: there is none, or only a part of one.
 */
struct nlattr *attribute_at(struct span span);

/**
 * attribute_next - skip the first attribute
 * @span: begins with a whole attribute
 * Return: what follows it.
 */
struct span attribute_next(struct span span);

/**
 * attribute_inside - the content of an attribute
 * @nla: whole attribute
 * Return: its content.
 */
struct span attribute_inside(const struct nlattr *nla);

/**
 * attribute_find - find an attribute by its type
 * @span: where to look
 * @type: without its flags
 * Return: the first attribute of that type, or NULL.
 */
struct nlattr *attribute_find(struct span span, int type);

#endif /* _NFT_NETFLOW_ATTRIBUTE_H */
