/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A transport sends the Messages of one Transport Session (RFC 7011, section 10) to their
 * collector. destination.c uses these operations and no sockets.
 *
 * To add a transport, fill a struct netflow_transport in a file of its own, and make
 * netflow_destination_create() select it.
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
 * @spec: where to send; belongs to the destination
 * @net: outlives the session
 * @sndbuf: octets of send buffer to ask for when it is opened, 0: the system's default
 * @sock: connected, NULL while the session is closed
 * @local_port: host order; kept when the socket is reopened, so that the collector sees
 *	the same session; 0: chosen by the kernel
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
 * @keeps_templates: the transport is reliable: a collector knows the templates until the
 *	session is closed, so they are sent once a session
 * @open: connect a closed session, bound as its spec says. Returns 0, or a negative error
 *	with the session still closed
 * @close: close a session; no effect on a closed one
 * @send: write @len octets of a Message without waiting. Returns the number of octets taken,
 *	at least one, or a negative error if none were: -EAGAIN or -ENOBUFS if the send
 *	buffer is full, -ECONNREFUSED if an earlier Message found the port closed
 * @error: take the error of earlier Messages of an open session. Returns a negative error,
 *	or 0
 * @overhead: octets of all headers in front of a Message
 * @mtu: path MTU of an open session in octets; 0 if unknown
 * @send_buffer: size of an open session's send buffer in octets
 *
 * All of them are called in process context under the exporter's mutex. Only @open and
 * @close may sleep for long.
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
 * netflow_session_is_open - check whether Messages can be sent
 * @session: the session
 * Return: true between a successful open and the close.
 */
static inline bool netflow_session_is_open(const struct netflow_session *session)
{
	return session->sock;
}

#endif /* _NETFLOW_TRANSPORT_H */
