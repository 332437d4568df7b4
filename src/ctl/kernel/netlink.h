/* SPDX-License-Identifier: GPL-2.0 */
/* One netlink socket: build a request or a batch, run it, know why it failed. */
#ifndef _CTL_KERNEL_NETLINK_H
#define _CTL_KERNEL_NETLINK_H

#include "kernel.h"

#include <libmnl/libmnl.h>

struct mnl_socket;

#define NETLINK_REQUEST_SIZE	16384

/**
 * struct netlink - a socket and the request under construction
 * @socket: libmnl's
 * @family: generic netlink family, 0 on another bus
 * @sequence: of the newest message
 * @first: sequence of the request's first message
 * @awaited: sequence of the message whose answer ends the request
 * @newest: the message under construction, NULL: none yet
 * @error: the kernel's sentence about the failure of the last request, or ""
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
 * @nl: to be filled; closed by netlink_close() if 0 was returned
 * @bus: NETLINK_GENERIC, NETLINK_NETFILTER
 * Return: 0 or a negative errno.
 */
int netlink_open(struct netlink *nl, int bus);

/** netlink_close - close the socket; does nothing on one that was never opened */
void netlink_close(struct netlink *nl);

/**
 * netlink_message - begin the next message of the request
 * @nl: open
 * @type: netlink message type
 * @flags: NLM_F_*; the last message with NLM_F_ACK or NLM_F_DUMP is the one
 *	whose answer netlink_run() waits for
 * Return: the message, for mnl_attr_put and the like.
 */
struct nlmsghdr *netlink_message(struct netlink *nl, u16 type, u16 flags);

/* Dumps of what changes all the time must not keep us here for ever: so often they are tried. */
#define NETLINK_TRIES	20

/**
 * netlink_run - send the request and read all answers
 * @nl: with at least one message
 * @answer: called for each message of the answer, may be NULL
 * @data: given to it
 * Return: 0 or a negative errno, nl->error then may hold a sentence. -EINTR: the
 * dump was not consistent, ask again, up to NETLINK_TRIES times, by a new socket.
 */
int netlink_run(struct netlink *nl, mnl_cb_t answer, void *data);

/**
 * netlink_complain - tell on stderr why a request failed
 * @nl: of the request
 * @err: negative errno
 * @format: what failed, as for printf
 */
void netlink_complain(const struct netlink *nl, int err, const char *format, ...)
	__printf(3, 4);

/**
 * netlink_attributes - sort the attributes of a message by type
 * @nlh: the message
 * @header: size of the family's header, which is before the attributes
 * @attrs: gets the attribute of each type, NULL where there is none
 * @count: of @attrs; higher types are skipped
 */
void netlink_attributes(const struct nlmsghdr *nlh, size_t header, const struct nlattr *attrs[],
			size_t count);

/**
 * netlink_nested - sort the attributes of a nest by type
 * @nest: or NULL
 * @attrs: gets the attribute of each type, NULL where there is none
 * @count: of @attrs; higher types are skipped
 */
void netlink_nested(const struct nlattr *nest, const struct nlattr *attrs[], size_t count);

/**
 * netlink_number - read an unsigned number, whatever its width
 * @attr: 1, 2, 4 or 8 bytes in host order, or NULL
 *
 * Return: the number; 0 if it is none of these.
 */
u64 netlink_number(const struct nlattr *attr);

/**
 * netlink_find - find one attribute in a nest
 * @nest: or NULL
 * @type: of the attribute
 *
 * Return: the attribute, or NULL.
 */
const struct nlattr *netlink_find(const struct nlattr *nest, u16 type);

/**
 * netlink_string - read a text
 * @attr: or NULL
 *
 * Return: the text; "" if it is not a NUL-terminated string.
 */
const char *netlink_string(const struct nlattr *attr);

#endif /* _CTL_KERNEL_NETLINK_H */
