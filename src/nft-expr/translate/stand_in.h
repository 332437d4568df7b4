/* SPDX-License-Identifier: GPL-2.0 */
/* Stand-ins in expressions of nf_tables. */
#ifndef _NFT_NETFLOW_STAND_IN_H
#define _NFT_NETFLOW_STAND_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/netlink.h>

#include "attribute.h"

/**
 * stand_in_name - read the name in a stand-in
 * @secret: NFT_NETFLOW_SECRET characters
 * @element: element of a rule's list of expressions
 * Return: the monitor's name, or NULL if the expression is not a stand-in.
 */
const char *stand_in_name(const char *secret, struct nlattr *element);

/**
 * stand_in_size - get the size of a list element with a stand-in
 * @name_size: length of the monitor's name
 * Return: its size in bytes.
 */
size_t stand_in_size(size_t name_size);

/**
 * stand_in_put - write a stand-in
 * @element: list element with a valid header, nla_len = stand_in_size(@size)
 * @data_type: type of the attribute with the expression's data
 * @secret: NFT_NETFLOW_SECRET characters
 * @name: name of the monitor, at most UINT8_MAX characters
 * @size: length of @name
 */
void stand_in_put(struct nlattr *element, int data_type, const char *secret, const char *name,
		  size_t size);

/**
 * stand_in_guard - find the guard of a stand-in
 * @after: the elements after the stand-in
 * Return: the guard, or NULL if the first of them is not one.
 */
struct nlattr *stand_in_guard(struct span after);

/**
 * stand_in_to_kernel - convert a stand-in to the expression
 * @secret: NFT_NETFLOW_SECRET characters
 * @element: changed in place; its length stays the same, but for the guard, which becomes
 *	part of it
 * @after: the elements after it
 * Return: whether it was a stand-in.
 */
bool stand_in_to_kernel(const char *secret, struct nlattr *element, struct span after);

/**
 * stand_in_from_kernel - convert the expression to a stand-in
 * @secret: NFT_NETFLOW_SECRET characters
 * @element: changed in place; its length stays the same
 * @after: not used
 * Return: whether it was the expression.
 */
bool stand_in_from_kernel(const char *secret, struct nlattr *element, struct span after);

#endif /* _NFT_NETFLOW_STAND_IN_H */
