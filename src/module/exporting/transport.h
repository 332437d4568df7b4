/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A transport: how the Messages of one Transport Session (RFC 7011, section 10) reach
 * their collector. destination.c uses these operations and knows no socket.
 *
 * To add a transport: fill a struct netflow_transport in a file of its own, and let
 * netflow_destination_create() choose it.
 */
#ifndef _NETFLOW_TRANSPORT_H
#define _NETFLOW_TRANSPORT_H

#include <linux/net.h>
#include <net/net_namespace.h>

#include "settings/destination.h"

struct netflow_transport;

/**
 * struct netflow_session - one Transport Session
 * @transport: its operations
 * @spec: where to; belongs to the destination
 * @net: outlives the session
 * @sndbuf: octets of send buffer to ask for when it is opened, 0: the system's default
 * @sock: connected, NULL while the session is closed
 * @local_port: host order; kept when the socket is made anew, so that the collector takes
 *	it for the same session; 0: the kernel chooses
 */
struct netflow_session {
	const struct netflow_transport *transport;
	const struct netflow_destination_spec *spec;
	struct net *net;
	u32 sndbuf;
	struct socket *sock;
	u16 local_port;
};

/**
 * struct netflow_transport - the operations of a transport
 * @keeps_templates: the transport is reliable: what a collector was told it knows until the
 *	session is closed, so templates are sent once a session
 * @open: connect a closed session, bound as its spec says. Returns 0 or a negative error,
 *	then it is still closed
 * @close: close a session; a closed one stays as it is
 * @send: write @len octets of a Message without waiting. Returns how many were taken, at
 *	least one, or a negative error, then none was: -EAGAIN or -ENOBUFS when the send
 *	buffer is full, -ECONNREFUSED when an earlier Message found the port closed
 * @error: of an open session: take the error that earlier Messages met. Returns a negative
 *	error, or 0
 * @overhead: octets of all headers in front of a Message
 * @mtu: octets that the path of an open session takes in one packet; 0 when unknown
 * @send_buffer: octets of an open session's send buffer
 *
 * All of them are called in process context under the exporter's mutex, and none but @open
 * and @close sleeps for long.
 */
struct netflow_transport {
	bool keeps_templates;
	int (*open)(struct netflow_session *session);
	void (*close)(struct netflow_session *session);
	int (*send)(struct netflow_session *session, const u8 *data, size_t len);
	int (*error)(struct netflow_session *session);
	u32 (*overhead)(const struct netflow_session *session);
	u32 (*mtu)(const struct netflow_session *session);
	int (*send_buffer)(const struct netflow_session *session);
};

/**
 * netflow_session_is_open - whether Messages can be sent
 * @session: the session
 * Return: true from a successful open until close.
 */
static inline bool netflow_session_is_open(const struct netflow_session *session)
{
	return session->sock;
}

#endif /* _NETFLOW_TRANSPORT_H */
