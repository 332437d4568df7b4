/* SPDX-License-Identifier: GPL-2.0 */
/* Translation of netlink messages between nft and the kernel. */
#ifndef _NFT_NETFLOW_MESSAGES_H
#define _NFT_NETFLOW_MESSAGES_H

#include <stddef.h>
#include <sys/types.h>

struct msghdr;

/**
 * messages_send - sendmsg() for a batch that may contain stand-ins
 * @fd: as for sendmsg()
 * @message: as for sendmsg()
 * @flags: as for sendmsg()
 * Return: as sendmsg().
 */
ssize_t messages_send(int fd, const struct msghdr *message, int flags);

/**
 * messages_received - translate the kernel's answer
 * @data: netlink messages, changed in place
 * @size: size of @data in bytes
 * Return: the new size.
 */
size_t messages_received(void *data, size_t size);

#endif /* _NFT_NETFLOW_MESSAGES_H */
