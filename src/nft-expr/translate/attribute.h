/* SPDX-License-Identifier: GPL-2.0 */
/* Parsing of nf_tables messages and their attributes. */
#ifndef _NFT_NETFLOW_ATTRIBUTE_H
#define _NFT_NETFLOW_ATTRIBUTE_H

#include <stddef.h>
#include <linux/netlink.h>

/**
 * struct span - a part of a message: consecutive attributes
 * @data: beginning
 * @size: size in bytes
 */
struct span {
	char *data;
	size_t size;
};

/**
 * message_at - find the message at an address
 * @data: netlink messages
 * @size: size of @data in bytes
 * Return: the message, or NULL if there is no complete message.
 */
struct nlmsghdr *message_at(void *data, size_t size);

/**
 * message_size - get the distance to the next message
 * @nlh: message, from message_at()
 * @size: bytes from @nlh to the end of the data
 * Return: distance in bytes, at most @size.
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
 * Return: the attribute, or NULL if there is no complete attribute.
 */
struct nlattr *attribute_at(struct span span);

/**
 * attribute_next - skip the first attribute
 * @span: begins with a whole attribute
 * Return: what follows it.
 */
struct span attribute_next(struct span span);

/**
 * attribute_inside - get the content of an attribute
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
