// SPDX-License-Identifier: GPL-2.0
/* Translation of batches to the kernel and of its answers. */
#include "messages.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include "translate/attribute.h"
#include "translate/nft_netflow_translate.h"
#include "base.h"
#include "probe.h"
#include "session.h"

/* Statements left out of the newest batch. */
static __thread struct nft_netflow_left left;

static char *gather(const struct msghdr *message, size_t *size)
{
	char *whole, *at;
	size_t i;

	*size = 0;
	for (i = 0; i < message->msg_iovlen; i++)
		*size += message->msg_iov[i].iov_len;
	whole = malloc(*size + 1);
	for (i = 0, at = whole; whole && i < message->msg_iovlen; i++) {
		memcpy(at, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
		at += message->msg_iov[i].iov_len;
	}
	return whole;
}

static bool for_netfilter(int fd)
{
	int protocol;
	socklen_t size = sizeof(protocol);

	return !getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) &&
	       protocol == NETLINK_NETFILTER;
}

/* May the message contain stand-ins? */
static bool is_marked(const struct msghdr *message)
{
	const struct sockaddr_nl *address = message->msg_name;
	size_t i;

	if (!session_is_marked() || !address || message->msg_namelen != sizeof(*address) ||
	    address->nl_family != AF_NETLINK)
		return false;
	/* Netlink messages do not extend across parts. */
	for (i = 0; i < message->msg_iovlen; i++)
		if (memmem(message->msg_iov[i].iov_base, message->msg_iov[i].iov_len,
			   preload_secret(), NFT_NETFLOW_SECRET))
			return true;
	return false;
}

/* Return: the family of the first rule with a stand-in, or -1 if there is none. */
static int family_of(const char *batch, size_t size)
{
	char *copy = malloc(size + 1), *at = copy;
	int family = -1;
	struct nlmsghdr *nlh;

	if (!copy)
		return -1;
	memcpy(copy, batch, size);
	for (nlh = message_at(at, size); nlh && family < 0; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);
		const struct nfgenmsg *nfg = NLMSG_DATA(nlh);

		if (nft_netflow_to_kernel(preload_secret(), nlh, whole))
			family = nfg->nfgen_family;
		at += whole;
		size -= whole;
	}
	free(copy);
	return family;
}

static bool is_final(const char *batch, size_t size)
{
	struct nlmsghdr *nlh;
	char *at = (char *)batch;
	bool final = false;

	for (nlh = message_at(at, size); nlh; nlh = message_at(at, size)) {
		size_t whole = message_size(nlh, size);

		final = nlh->nlmsg_type == NFNL_MSG_BATCH_END;
		at += whole;
		size -= whole;
	}
	return final;
}

static bool is_strict(void)
{
	const char *strict = getenv("NETFLOW_STRICT");

	return strict && *strict && strcmp(strict, "0");
}

static void warn_left_out(bool final)
{
	preload_warn(final, "this kernel has no nftables expression 'netflow': %d statement%s left out",
		     left.statements, left.statements == 1 ? "" : "s");
	preload_warn(final, "build and load nft_netflow, then 'netflowctl reload' puts %s in",
		     left.statements == 1 ? "it" : "them");
	if (left.unrecorded)
		preload_warn(final, "but for %d, in rules whose comments leave no room to record it",
			     left.unrecorded);
}

/*
 * Return: the batch without statements; NULL if out of memory, or if a name (from a variable)
 * would be invalid with the module too. The kernel then rejects the whole batch.
 */
static char *leave_out(const char *batch, size_t *size)
{
	char *smaller = malloc(nft_netflow_room(*size));
	size_t given = *size;

	if (!smaller)
		return NULL;
	*size = nft_netflow_leave_out(preload_secret(), batch, given, smaller, &left);
	if (left.bad_names) {
		preload_warn(false, "a variable holds no monitor's name: 1 to 31 of A-Z a-z 0-9 _ . -");
		left.cuts = 0;
		*size = given;
		free(smaller);
		return NULL;
	}
	warn_left_out(is_final(batch, given));
	return smaller;
}

static ssize_t send_whole(int fd, const struct msghdr *message, char *batch, size_t size,
			  int flags)
{
	ssize_t (*next)(int fd, const struct msghdr *message, int flags) = preload_next("sendmsg");
	struct iovec iov = { batch, size };
	struct msghdr whole = *message;

	whole.msg_iov = &iov;
	whole.msg_iovlen = 1;
	return next(fd, &whole, flags);
}

ssize_t messages_send(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*next)(int fd, const struct msghdr *message, int flags) = preload_next("sendmsg");
	char *batch, *smaller = NULL;
	size_t size, given;
	ssize_t sent;
	int family;

	left.cuts = 0;
	if (!is_marked(message) || !for_netfilter(fd))
		return next(fd, message, flags);
	session_note_sent();
	batch = gather(message, &size);
	if (!batch) {
		errno = ENOMEM;
		return -1;
	}
	given = size;
	family = family_of(batch, size);
	if (family >= 0 && !is_strict() && probe_lacks_expression(family))
		smaller = leave_out(batch, &size);
	if (!smaller)
		nft_netflow_to_kernel(preload_secret(), batch, size);
	sent = send_whole(fd, message, smaller ? smaller : batch, size, flags);
	free(smaller);
	free(batch);
	return sent < 0 ? sent : (ssize_t)given;
}

size_t messages_received(void *data, size_t size)
{
	int left_out = 0;

	if (left.cuts)
		nft_netflow_acks(&left, data, size);
	/* Output that is not intercepted would show the stand-ins. */
	if (!session_runs())
		return size;
	if (nft_netflow_to_user(preload_secret(), data, &size, &left_out))
		session_mark();
	session_note_left_out(left_out);
	return size;
}
