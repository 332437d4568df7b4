// SPDX-License-Identifier: GPL-2.0
/*
 * nftrecord.so: a library to be preloaded behind all others. Appends what a program
 * sends to netfilter by netlink, as hexadecimal digits, one call of the program's a line,
 * to the file that NFTRECORD names.
 */
#include <dlfcn.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static FILE *open_record(int fd, const struct sockaddr_nl *address, socklen_t size)
{
	const char *path = getenv("NFTRECORD");
	socklen_t protocol_size = sizeof(int);
	int protocol;

	if (!path || !address || size != sizeof(*address) || address->nl_family != AF_NETLINK)
		return NULL;
	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &protocol_size) ||
	    protocol != NETLINK_NETFILTER)
		return NULL;
	return fopen(path, "a");
}

static void record(FILE *file, const unsigned char *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		fprintf(file, "%02x", data[i]);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags,
	       const struct sockaddr *address, socklen_t address_size)
{
	ssize_t (*next)(int fd, const void *data, size_t size, int flags,
			const struct sockaddr *address, socklen_t address_size) =
		dlsym(RTLD_NEXT, "sendto");
	FILE *file = open_record(fd, (const struct sockaddr_nl *)address, address_size);

	if (file) {
		record(file, data, size);
		fputc('\n', file);
		fclose(file);
	}
	return next(fd, data, size, flags, address, address_size);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*next)(int fd, const struct msghdr *message, int flags) =
		dlsym(RTLD_NEXT, "sendmsg");
	FILE *file = open_record(fd, message->msg_name, message->msg_namelen);
	size_t i;

	if (file) {
		for (i = 0; i < message->msg_iovlen; i++)
			record(file, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
		fputc('\n', file);
		fclose(file);
	}
	return next(fd, message, flags);
}
