// SPDX-License-Identifier: GPL-2.0
#include "netlink.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <linux/netlink.h>

#include "text/complain.h"

/* In bytes; large, so that a dump of many flows takes few system calls. */
#define ANSWER_SIZE	65536

/* State shared by the callbacks of one netlink_run(). */
struct answers {
	struct netlink *nl;
	mnl_cb_t answer;
	void *data;
	int err;
};

int netlink_open(struct netlink *nl, int bus)
{
	int on = 1, err;

	memset(nl, 0, sizeof(*nl));
	nl->socket = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!nl->socket)
		return -errno;
	if (mnl_socket_bind(nl->socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		err = -errno;
		netlink_close(nl);
		return err;
	}
	/* Ask for error messages in addition to error numbers. */
	mnl_socket_setsockopt(nl->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl->socket, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

void netlink_close(struct netlink *nl)
{
	if (nl->socket)
		mnl_socket_close(nl->socket);
	nl->socket = NULL;
}

struct nlmsghdr *netlink_message(struct netlink *nl, u16 type, u16 flags)
{
	char *place = nl->request;

	if (nl->newest)
		place = mnl_nlmsg_get_payload_tail(nl->newest);
	nl->sequence++;
	if (!nl->newest)
		nl->first = nl->sequence;
	if (flags & (NLM_F_ACK | NLM_F_DUMP))
		nl->awaited = nl->sequence;
	nl->newest = mnl_nlmsg_put_header(place);
	nl->newest->nlmsg_type = type;
	nl->newest->nlmsg_flags = NLM_F_REQUEST | flags;
	nl->newest->nlmsg_seq = nl->sequence;
	return nl->newest;
}

static int on_attr_of_error(const struct nlattr *attr, void *data)
{
	struct netlink *nl = data;

	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
		snprintf(nl->error, sizeof(nl->error), "%s", netlink_string(attr));
	return MNL_CB_OK;
}

/* Read the kernel's error message, which follows the echoed request. */
static void read_sentence(struct netlink *nl, const struct nlmsghdr *nlh, unsigned int offset)
{
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS && mnl_nlmsg_get_payload_len(nlh) > offset)
		mnl_attr_parse(nlh, offset, on_attr_of_error, nl);
}

static int on_error(const struct nlmsghdr *nlh, void *data)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(nlh);
	struct answers *answers = data;
	struct netlink *nl = answers->nl;
	unsigned int offset = sizeof(*error);

	if (nlh->nlmsg_len < mnl_nlmsg_size(sizeof(*error))) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += MNL_ALIGN(error->msg.nlmsg_len - sizeof(error->msg));
	/* In a batch the later errors mostly follow from the first. */
	if (error->error && !answers->err) {
		answers->err = error->error;
		read_sentence(nl, nlh, offset);
	}
	if (nlh->nlmsg_seq == nl->awaited || (error->error && nlh->nlmsg_seq == nl->first))
		return MNL_CB_STOP;
	return MNL_CB_OK;
}

/* The message that ends a dump may carry an errno too. */
static int on_done(const struct nlmsghdr *nlh, void *data)
{
	struct answers *answers = data;
	int err = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(err))
		memcpy(&err, mnl_nlmsg_get_payload(nlh), sizeof(err));
	if (err < 0) {
		answers->err = err;
		read_sentence(answers->nl, nlh, sizeof(err));
	}
	return MNL_CB_STOP;
}

static int on_message(const struct nlmsghdr *nlh, void *data)
{
	struct answers *answers = data;

	return answers->answer ? answers->answer(nlh, answers->data) : MNL_CB_OK;
}

static int receive(struct answers *answers)
{
	static mnl_cb_t control[] = {
		[NLMSG_ERROR] = on_error,
		[NLMSG_DONE] = on_done,
	};
	static char buffer[ANSWER_SIZE];
	struct netlink *nl = answers->nl;
	unsigned int port = mnl_socket_get_portid(nl->socket);
	ssize_t size;
	int more;

	do {
		size = mnl_socket_recvfrom(nl->socket, buffer, sizeof(buffer));
		if (size < 0)
			return -errno;
		/* Do not check the sequence: each message of a batch has its own. */
		more = mnl_cb_run2(buffer, size, 0, port, on_message, answers, control,
				   ARRAY_SIZE(control));
		if (more < MNL_CB_STOP)
			return -errno;
	} while (more > MNL_CB_STOP);
	return answers->err;
}

int netlink_run(struct netlink *nl, mnl_cb_t answer, void *data)
{
	struct answers answers = { .nl = nl, .answer = answer, .data = data };
	size_t size = (char *)mnl_nlmsg_get_payload_tail(nl->newest) - nl->request;

	nl->newest = NULL;
	nl->error[0] = '\0';
	if (mnl_socket_sendto(nl->socket, nl->request, size) < 0)
		return -errno;
	return receive(&answers);
}

void netlink_complain(const struct netlink *nl, int err, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (nl->error[0])
		complain("%s: %s", what, nl->error);
	else if (err == -EPERM)
		complain("%s: this needs the capability CAP_NET_ADMIN; run it as root", what);
	else if (err == -EOPNOTSUPP && nl->family)
		complain("%s: the loaded module is older than this netflowctl %s", what,
			 NETFLOW_VERSION);
	else
		complain("%s: %s", what, strerror(-err));
}

static void sort_attribute(const struct nlattr *attr, const struct nlattr *attrs[], size_t count)
{
	u16 type = mnl_attr_get_type(attr);

	if (type < count)
		attrs[type] = attr;
}

void netlink_attributes(const struct nlmsghdr *nlh, size_t header, const struct nlattr *attrs[],
			size_t count)
{
	const struct nlattr *attr;

	memset(attrs, 0, count * sizeof(*attrs));
	mnl_attr_for_each(attr, nlh, header)
		sort_attribute(attr, attrs, count);
}

void netlink_nested(const struct nlattr *nest, const struct nlattr *attrs[], size_t count)
{
	const struct nlattr *attr;

	memset(attrs, 0, count * sizeof(*attrs));
	if (nest)
		mnl_attr_for_each_nested(attr, nest)
			sort_attribute(attr, attrs, count);
}

u64 netlink_number(const struct nlattr *attr)
{
	switch (attr ? mnl_attr_get_payload_len(attr) : 0) {
	case sizeof(u8):
		return mnl_attr_get_u8(attr);
	case sizeof(u16):
		return mnl_attr_get_u16(attr);
	case sizeof(u32):
		return mnl_attr_get_u32(attr);
	case sizeof(u64):
		return mnl_attr_get_u64(attr);
	default:
		return 0;
	}
}

const struct nlattr *netlink_find(const struct nlattr *nest, u16 type)
{
	const struct nlattr *attr;

	if (nest)
		mnl_attr_for_each_nested(attr, nest)
			if (mnl_attr_get_type(attr) == type)
				return attr;
	return NULL;
}

const char *netlink_string(const struct nlattr *attr)
{
	if (!attr || mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return "";
	return mnl_attr_get_str(attr);
}
