// SPDX-License-Identifier: GPL-2.0
/* The UDP transport. See udp.h. */
#include "udp.h"

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/uio.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/sock.h>

/* IP and UDP headers in front of a Message. */
#define NETFLOW_UDP_OVERHEAD_V4	28
#define NETFLOW_UDP_OVERHEAD_V6	48

static void netflow_udp_close(struct netflow_session *session)
{
	if (session->sock)
		sock_release(session->sock);
	session->sock = NULL;
}

/* Converts an address and a port to the form of the socket layer. */
static int netflow_sockaddr(const struct netflow_destination_spec *spec,
			    const struct in6_addr *address, u16 port, int ifindex,
			    struct sockaddr_storage *out)
{
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;

	memset(out, 0, sizeof(*out));
	if (spec->family == 4) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		v4->sin_addr.s_addr = address->s6_addr32[0];
		return sizeof(*v4);
	}
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(port);
	v6->sin6_addr = *address;
	if (ipv6_addr_type(address) & IPV6_ADDR_LINKLOCAL)
		v6->sin6_scope_id = ifindex;
	return sizeof(*v6);
}

static int netflow_device_index(struct net *net, const char *name)
{
	struct net_device *dev;
	int ifindex = -ENODEV;

	rcu_read_lock();
	dev = dev_get_by_name_rcu(net, name);
	if (dev)
		ifindex = dev->ifindex;
	rcu_read_unlock();
	return ifindex;
}

static void netflow_udp_set_options(struct netflow_session *session)
{
	struct sock *sk = session->sock->sk;

	/* Report unreachable hosts and ports. */
	if (session->spec->family == 4)
		ip_sock_set_recverr(sk);
	else
		ip6_sock_set_recverr(sk);
	if (session->sndbuf) {
		lock_sock(sk);
		sk->sk_userlocks |= SOCK_SNDBUF_LOCK;
		WRITE_ONCE(sk->sk_sndbuf, max_t(u32, session->sndbuf, SOCK_MIN_SNDBUF));
		release_sock(sk);
	}
}

static int netflow_udp_bind(struct netflow_session *session, int *ifindex)
{
	const struct netflow_destination_spec *spec = session->spec;
	struct sockaddr_storage address;
	int len, err;

	*ifindex = 0;
	if (spec->device[0]) {
		*ifindex = netflow_device_index(session->net, spec->device);
		if (*ifindex < 0)
			return *ifindex;
		err = sock_bindtoindex(session->sock->sk, *ifindex, true);
		if (err)
			return err;
	}
	if (ipv6_addr_any(&spec->source) && !session->local_port)
		return 0;
	len = netflow_sockaddr(spec, &spec->source, session->local_port, *ifindex, &address);
	err = kernel_bind(session->sock, (struct sockaddr_unsized *)&address, len);
	if (err == -EADDRINUSE)	/* use another port next time */
		session->local_port = 0;
	return err;
}

static int netflow_udp_open(struct netflow_session *session)
{
	const struct netflow_destination_spec *spec = session->spec;
	struct sockaddr_storage address;
	int ifindex, len, err;

	err = sock_create_kern(session->net, spec->family == 4 ? AF_INET : AF_INET6,
			       SOCK_DGRAM, IPPROTO_UDP, &session->sock);
	if (err) {
		session->sock = NULL;
		return err;
	}
	netflow_udp_set_options(session);
	err = netflow_udp_bind(session, &ifindex);
	if (!err) {
		len = netflow_sockaddr(spec, &spec->address, spec->port, ifindex, &address);
		err = kernel_connect(session->sock, (struct sockaddr_unsized *)&address,
				     len, 0);
	}
	if (err)
		netflow_udp_close(session);
	else
		session->local_port = ntohs(inet_sk(session->sock->sk)->inet_sport);
	return err;
}

static int netflow_udp_send(struct netflow_session *session, const u8 *data, size_t len)
{
	struct msghdr header = { .msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL };
	struct kvec vec = { .iov_base = (u8 *)data, .iov_len = len };

	skb_queue_purge(&session->sock->sk->sk_error_queue);
	return kernel_sendmsg(session->sock, &header, &vec, 1, len);
}

static int netflow_udp_error(struct netflow_session *session)
{
	return sock_error(session->sock->sk);
}

static u32 netflow_udp_overhead(const struct netflow_session *session)
{
	return session->spec->family == 4 ? NETFLOW_UDP_OVERHEAD_V4 : NETFLOW_UDP_OVERHEAD_V6;
}

static u32 netflow_udp_mtu(const struct netflow_session *session)
{
	struct dst_entry *dst = sk_dst_get(session->sock->sk);
	u32 mtu;

	if (!dst)
		return 0;
	mtu = dst_mtu(dst);
	dst_release(dst);
	return mtu;
}

static int netflow_udp_send_buffer(const struct netflow_session *session)
{
	return READ_ONCE(session->sock->sk->sk_sndbuf);
}

const struct netflow_transport netflow_udp = {
	.open = netflow_udp_open,
	.close = netflow_udp_close,
	.send = netflow_udp_send,
	.error = netflow_udp_error,
	.overhead = netflow_udp_overhead,
	.mtu = netflow_udp_mtu,
	.send_buffer = netflow_udp_send_buffer,
};
