// SPDX-License-Identifier: GPL-2.0
/*
 * kernel_bind(), kernel_connect(): the type of the address
 *
 * PLAIN	until 6.18: struct sockaddr
 * UNSIZED	since 6.19: struct sockaddr_unsized
 *
 * One of: PLAIN, UNSIZED
 * Look at: include/linux/net.h
 */
#include <linux/net.h>
#include <linux/socket.h>

#ifdef PROBE_PLAIN
#define SOCKADDR sockaddr
#else
#define SOCKADDR sockaddr_unsized
#endif

static __maybe_unused int probe(struct socket *sock, struct SOCKADDR *addr)
{
	return kernel_bind(sock, addr, 0) ?: kernel_connect(sock, addr, 0, 0);
}
