/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ready Messages of a destination, oldest first. All functions are called in process
 * context with the exporter's mutex held.
 */
#ifndef _NETFLOW_QUEUE_H
#define _NETFLOW_QUEUE_H

#include <linux/list.h>

#include "encoding/encoder.h"
#include "destination.h"

/**
 * struct netflow_outgoing - a Message on its way
 * @list: in the queue
 * @sent: octets of it that the transport has taken
 * @message: points to @data
 * @data: the octets
 */
struct netflow_outgoing {
	struct list_head list;
	size_t sent;
	struct netflow_message message;
	u8 data[];
};

/**
 * netflow_queue_oldest - the Message that is sent next
 * @destination: the destination
 * Context: process, the exporter's mutex is held.
 * Return: the Message, which stays in the queue, or NULL.
 */
static inline struct netflow_outgoing *
netflow_queue_oldest(struct netflow_destination *destination)
{
	return list_first_entry_or_null(&destination->queue, struct netflow_outgoing, list);
}

/**
 * netflow_queue_add - add a ready Message
 * @destination: the destination
 * @outgoing: in no queue; the queue's now
 *
 * A full queue loses its oldest Message, which is counted.
 * Context: process, the exporter's mutex is held.
 */
void netflow_queue_add(struct netflow_destination *destination,
		       struct netflow_outgoing *outgoing);

/**
 * netflow_queue_remove - take a Message out
 * @destination: the destination
 * @outgoing: in its queue; the caller's now
 * Context: process, the exporter's mutex is held.
 */
void netflow_queue_remove(struct netflow_destination *destination,
			  struct netflow_outgoing *outgoing);

/**
 * netflow_queue_lose - count a Message as lost and free it
 * @destination: the destination
 * @outgoing: in no queue
 * @cause: counter of lost flows
 * Context: process, the exporter's mutex is held.
 */
void netflow_queue_lose(struct netflow_destination *destination,
			struct netflow_outgoing *outgoing, u64 *cause);

#endif /* _NETFLOW_QUEUE_H */
