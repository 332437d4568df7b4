// SPDX-License-Identifier: GPL-2.0
#include "list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <linux/genetlink.h>

#include "uapi/nf_netflow.h"
#include "kernel/family.h"
#include "kernel/netlink.h"
#include "modules/open.h"

/* Padding would make memcmp() of keys unreliable. */
static_assert(sizeof(struct flow_key) == 2 * sizeof(struct in6_addr) + 12, "padding in flow_key");

static void read_address(const struct nlattr *attr, struct in6_addr *address)
{
	size_t size = attr ? mnl_attr_get_payload_len(attr) : 0;

	if (size && size <= sizeof(*address))
		memcpy(address, mnl_attr_get_payload(attr), size);
}

static void read_flow(const struct nlattr *nest, struct flow *flow)
{
	const struct nlattr *attrs[NETFLOW_FLOW_MAX + 1];

	netlink_nested(nest, attrs, ARRAY_SIZE(attrs));
	flow->key.version = netlink_number(attrs[NETFLOW_FLOW_IP_VERSION]);
	read_address(attrs[NETFLOW_FLOW_SOURCE_ADDRESS], &flow->key.source);
	read_address(attrs[NETFLOW_FLOW_DESTINATION_ADDRESS], &flow->key.destination);
	flow->key.source_port = ntohs(netlink_number(attrs[NETFLOW_FLOW_SOURCE_PORT]));
	flow->key.destination_port = ntohs(netlink_number(attrs[NETFLOW_FLOW_DESTINATION_PORT]));
	flow->key.protocol = netlink_number(attrs[NETFLOW_FLOW_PROTOCOL]);
	flow->key.tos = netlink_number(attrs[NETFLOW_FLOW_CLASS_OF_SERVICE]);
	flow->key.ingress = netlink_number(attrs[NETFLOW_FLOW_INGRESS_INTERFACE]);
	flow->key.direction = netlink_number(attrs[NETFLOW_FLOW_DIRECTION]);
	read_address(attrs[NETFLOW_FLOW_NEXT_HOP_ADDRESS], &flow->next_hop);
	flow->label = netlink_number(attrs[NETFLOW_FLOW_FLOW_LABEL]);
	flow->egress = netlink_number(attrs[NETFLOW_FLOW_EGRESS_INTERFACE]);
	flow->tcp_flags = netlink_number(attrs[NETFLOW_FLOW_TCP_CONTROL_BITS]);
	flow->ttl_min = netlink_number(attrs[NETFLOW_FLOW_MINIMUM_TTL]);
	flow->ttl_max = netlink_number(attrs[NETFLOW_FLOW_MAXIMUM_TTL]);
	flow->packets = netlink_number(attrs[NETFLOW_FLOW_PACKETS]);
	flow->bytes = netlink_number(attrs[NETFLOW_FLOW_BYTES]);
	flow->start = netlink_number(attrs[NETFLOW_FLOW_START_MILLISECONDS]);
	flow->end = netlink_number(attrs[NETFLOW_FLOW_END_MILLISECONDS]);
}

/* Append an empty flow. Return: the flow; NULL: out of memory. */
static struct flow *next_flow(struct flow_list *list)
{
	struct flow *flows;
	size_t room;

	if (list->count == list->room) {
		room = list->room ? 2 * list->room : 256;
		flows = reallocarray(list->flows, room, sizeof(*flows));
		if (!flows)
			return NULL;
		list->flows = flows;
		list->room = room;
	}
	memset(&list->flows[list->count], 0, sizeof(*list->flows));
	return &list->flows[list->count++];
}

static int on_flow(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *nest;
	struct flow *flow;

	mnl_attr_for_each(nest, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(nest) != NETFLOW_A_FLOW)
			continue;
		flow = next_flow(data);
		if (!flow) {
			errno = ENOMEM;
			return MNL_CB_ERROR;
		}
		read_flow(nest, flow);
	}
	return MNL_CB_OK;
}

static int compare_keys(const void *a, const void *b)
{
	const struct flow *one = a, *other = b;
	int order = memcmp(&one->key, &other->key, sizeof(one->key));

	/* Of equal keys the oldest comes first: its first packet began the flow. */
	if (!order)
		order = (one->start > other->start) - (one->start < other->start);
	return order;
}

/* Both have the same key; @to began first. */
static void add(struct flow *to, const struct flow *from)
{
	to->packets += from->packets;
	to->bytes += from->bytes;
	to->tcp_flags |= from->tcp_flags;
	if (from->end > to->end)
		to->end = from->end;
	if (from->ttl_min < to->ttl_min)
		to->ttl_min = from->ttl_min;
	if (from->ttl_max > to->ttl_max)
		to->ttl_max = from->ttl_max;
}

/* Each CPU reports its own part of a flow: add the parts up. */
static void merge(struct flow_list *list)
{
	struct flow *flows = list->flows;
	size_t last = 0, i;

	if (!list->count)
		return;
	qsort(flows, list->count, sizeof(*flows), compare_keys);
	for (i = 1; i < list->count; i++) {
		if (!memcmp(&flows[last].key, &flows[i].key, sizeof(flows[i].key)))
			add(&flows[last], &flows[i]);
		else
			flows[++last] = flows[i];
	}
	list->count = last + 1;
}

/* The rest of an interrupted dump stays in its socket, so a new one is needed. */
static int reopen(struct netlink *nl)
{
	netlink_close(nl);
	return module_open(nl);
}

int flow_list_read(struct flow_list *list, struct netlink *nl, const char *monitor)
{
	int err = -EINTR, tries;

	memset(list, 0, sizeof(*list));
	/* -EINTR: a table was resized during the dump. Start again. */
	for (tries = 0; err == -EINTR && tries < NETLINK_TRIES; tries++) {
		err = tries ? reopen(nl) : 0;
		if (err)
			return err;
		list->count = 0;
		family_request(nl, NETFLOW_CMD_FLOW_GET, NLM_F_DUMP, monitor);
		err = netlink_run(nl, on_flow, list);
	}
	if (err == -EINTR)
		snprintf(nl->error, sizeof(nl->error),
			 "its tables were resized during each of %d attempts; try again",
			 NETLINK_TRIES);
	if (err)
		netlink_complain(nl, err, "cannot read the flows of monitor '%s'", monitor);
	else
		merge(list);
	return err;
}

/* Compares the u64 members at offset @data, largest first. */
static int compare_values(const void *a, const void *b, void *data)
{
	const size_t *offset = data;
	const u64 *one = (const void *)((const char *)a + *offset);
	const u64 *other = (const void *)((const char *)b + *offset);

	if (*one != *other)
		return *one < *other ? 1 : -1;
	return compare_keys(a, b);
}

void flow_list_sort(struct flow_list *list, const char *by)
{
	size_t offset = offsetof(struct flow, bytes);

	if (!strcmp(by, "packets"))
		offset = offsetof(struct flow, packets);
	else if (!strcmp(by, "start"))
		offset = offsetof(struct flow, start);
	else if (!strcmp(by, "end"))
		offset = offsetof(struct flow, end);
	if (list->count)
		qsort_r(list->flows, list->count, sizeof(*list->flows), compare_values, &offset);
}

void flow_list_free(struct flow_list *list)
{
	free(list->flows);
	memset(list, 0, sizeof(*list));
}
