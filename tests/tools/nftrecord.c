// SPDX-License-Identifier: GPL-2.0
/*
 * nftrecord.so: a library to be preloaded behind all others. Appends what a program
 * sends to netfilter by netlink, as hexadecimal digits, one call of the program's a line,
 * to the file that NFTRECORD names. Between attributes old versions of libmnl leave what
 * was in memory: there the record has zeros.
 */
#include <dlfcn.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void clear_padding(unsigned char *at, size_t size)
{
	while (size >= NLA_HDRLEN) {
		struct nlattr *attr = (struct nlattr *)at;
		size_t length = attr->nla_len, room = NLA_ALIGN(length);

		if (length < NLA_HDRLEN || room > size)
			return;
		memset(at + length, 0, room - length);
		if (attr->nla_type & NLA_F_NESTED)
			clear_padding(at + NLA_HDRLEN, length - NLA_HDRLEN);
		at += room;
		size -= room;
	}
}

static void clear_all_padding(unsigned char *at, size_t size)
{
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct nfgenmsg));

	while (size >= head) {
		size_t length = NLMSG_ALIGN(((struct nlmsghdr *)at)->nlmsg_len);

		if (length < head || length > size)
			return;
		clear_padding(at + head, length - head);
		at += length;
		size -= length;
	}
}

static void record(FILE *file, const void *data, size_t size)
{
	unsigned char *copy = malloc(size);
	size_t i;

	if (!copy)
		abort();
	memcpy(copy, data, size);
	clear_all_padding(copy, size);
	for (i = 0; i < size; i++)
		fprintf(file, "%02x", copy[i]);
	free(copy);
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
