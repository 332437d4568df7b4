// SPDX-License-Identifier: GPL-2.0
/* The UDP socket of a destination. See transport.h. */
#include "destination.h"

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netdevice.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/sock.h>

void netflow_socket_close(struct netflow_destination *destination)
{
	if (destination->sock)
		sock_release(destination->sock);
	destination->sock = NULL;
}

/* The address and the port of a spec as the socket layer takes them. */
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

static void netflow_socket_options(struct netflow_destination *destination)
{
	struct sock *sk = destination->sock->sk;

	/* Learn of hosts and ports that can't be reached. */
	if (destination->spec.family == 4)
		ip_sock_set_recverr(sk);
	else
		ip6_sock_set_recverr(sk);
	if (destination->sndbuf) {
		lock_sock(sk);
		sk->sk_userlocks |= SOCK_SNDBUF_LOCK;
		WRITE_ONCE(sk->sk_sndbuf, max_t(u32, destination->sndbuf, SOCK_MIN_SNDBUF));
		release_sock(sk);
	}
}

static int netflow_socket_bind(struct netflow_destination *destination, int *ifindex)
{
	const struct netflow_destination_spec *spec = &destination->spec;
	struct sockaddr_storage address;
	int len, err;

	*ifindex = 0;
	if (spec->device[0]) {
		*ifindex = netflow_device_index(destination->net, spec->device);
		if (*ifindex < 0)
			return *ifindex;
		err = sock_bindtoindex(destination->sock->sk, *ifindex, true);
		if (err)
			return err;
	}
	if (ipv6_addr_any(&spec->source) && !destination->local_port)
		return 0;
	len = netflow_sockaddr(spec, &spec->source, destination->local_port, *ifindex, &address);
	err = kernel_bind(destination->sock, (struct sockaddr_unsized *)&address, len);
	if (err == -EADDRINUSE)	/* taken meanwhile: another port next time */
		destination->local_port = 0;
	return err;
}

int netflow_socket_connect(struct netflow_destination *destination)
{
	const struct netflow_destination_spec *spec = &destination->spec;
	struct sockaddr_storage address;
	int ifindex, len, err;

	err = sock_create_kern(destination->net, spec->family == 4 ? AF_INET : AF_INET6,
			       SOCK_DGRAM, IPPROTO_UDP, &destination->sock);
	if (err) {
		destination->sock = NULL;
		return err;
	}
	netflow_socket_options(destination);
	err = netflow_socket_bind(destination, &ifindex);
	if (!err) {
		len = netflow_sockaddr(spec, &spec->address, spec->port, ifindex, &address);
		err = kernel_connect(destination->sock, (struct sockaddr_unsized *)&address,
				     len, 0);
	}
	if (err)
		netflow_socket_close(destination);
	else
		destination->local_port = ntohs(inet_sk(destination->sock->sk)->inet_sport);
	return err;
}
