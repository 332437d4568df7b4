/* SPDX-License-Identifier: GPL-2.0 */
/* One netlink socket: build a request or a batch, run it, report why it failed. */
#ifndef _CTL_KERNEL_NETLINK_H
#define _CTL_KERNEL_NETLINK_H

#include "kernel.h"

#include <libmnl/libmnl.h>

struct mnl_socket;

#define NETLINK_REQUEST_SIZE	16384

/**
 * struct netlink - a socket and the request under construction
 * @socket: libmnl's socket
 * @family: generic netlink family, 0 on another bus
 * @sequence: sequence number of the newest message
 * @first: sequence number of the request's first message
 * @awaited: sequence number of the message whose answer ends the request
 * @newest: the message under construction, or NULL
 * @error: the kernel's error message for the last request, or ""
 * @request: the messages
 */
struct netlink {
	struct mnl_socket *socket;
	u16 family;
	u32 sequence;
	u32 first;
	u32 awaited;
	struct nlmsghdr *newest;
	char error[512];
	char request[NETLINK_REQUEST_SIZE];
};

/**
 * netlink_open - open a socket on a netlink bus
 * @nl: filled in; on success, close it with netlink_close()
 * @bus: NETLINK_GENERIC, NETLINK_NETFILTER
 * Return: 0 or a negative errno.
 */
int netlink_open(struct netlink *nl, int bus);

/**
 * netlink_close - close the socket
 * @nl: from netlink_open(); if that failed, nothing happens
 */
void netlink_close(struct netlink *nl);

/**
 * netlink_message - begin the next message of the request
 * @nl: open
 * @type: netlink message type
 * @flags: NLM_F_*; netlink_run() waits for the answer to the last message that has
 *	NLM_F_ACK or NLM_F_DUMP
 * Return: the message, for mnl_attr_put() and the like.
 */
struct nlmsghdr *netlink_message(struct netlink *nl, u16 type, u16 flags);

/* How often to retry a dump of objects that keep changing. */
#define NETLINK_TRIES	20

/**
 * netlink_run - send the request and read all answers
 * @nl: with at least one message
 * @answer: called for each message of the answer, or NULL
 * @data: passed to @answer
 * Return: 0 or a negative errno; nl->error may then hold a message. -EINTR: the dump
 * was inconsistent; retry it on a new socket, up to NETLINK_TRIES times.
 */
int netlink_run(struct netlink *nl, mnl_cb_t answer, void *data);

/**
 * netlink_complain - report on stderr why a request failed
 * @nl: the socket that the request was sent on
 * @err: negative errno
 * @format: what failed, as for printf()
 * @...: its arguments
 */
void netlink_complain(const struct netlink *nl, int err, const char *format, ...)
	__printf(3, 4);

/**
 * netlink_attributes - sort the attributes of a message by type
 * @nlh: the message
 * @header: size in bytes of the family's header, which precedes the attributes
 * @attrs: gets the attribute of each type, NULL where there is none
 * @count: number of entries in @attrs; higher types are skipped
 */
void netlink_attributes(const struct nlmsghdr *nlh, size_t header, const struct nlattr *attrs[],
			size_t count);

/**
 * netlink_nested - sort the attributes of a nest by type
 * @nest: the nest, or NULL
 * @attrs: gets the attribute of each type, NULL where there is none
 * @count: number of entries in @attrs; higher types are skipped
 */
void netlink_nested(const struct nlattr *nest, const struct nlattr *attrs[], size_t count);

/**
 * netlink_number - read an unsigned attribute of any width
 * @attr: 1, 2, 4 or 8 bytes in host order, or NULL
 * Return: the value; 0 if the attribute is missing or has another size.
 */
u64 netlink_number(const struct nlattr *attr);

/**
 * netlink_find - find an attribute in a nest by its type
 * @nest: the nest, or NULL
 * @type: type of the attribute
 * Return: the attribute, or NULL if there is none.
 */
const struct nlattr *netlink_find(const struct nlattr *nest, u16 type);

/**
 * netlink_string - read a string attribute
 * @attr: the attribute, or NULL
 * Return: the string; "" if it is missing or not NUL-terminated.
 */
const char *netlink_string(const struct nlattr *attr);

#endif /* _CTL_KERNEL_NETLINK_H */
