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
 * struct netflow_outgoing - a Message being built or waiting in the queue
 * @list: in the queue
 * @sent: octets that the transport has taken
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
 * netflow_outgoing_create - allocate a Message
 * @destination: the destination, which pays for it
 * @size: octets of the Message
 *
 * If there is no memory for it, drops the oldest Messages and counts them as lost.
 * Context: process, the exporter's mutex is held.
 * Return: the Message, empty, or NULL.
 */
struct netflow_outgoing *netflow_outgoing_create(struct netflow_destination *destination,
						 u16 size);

/**
 * netflow_outgoing_free - free a Message
 * @destination: for which it was created
 * @outgoing: in no queue
 * Context: process, the exporter's mutex is held.
 */
void netflow_outgoing_free(struct netflow_destination *destination,
			   struct netflow_outgoing *outgoing);

/**
 * netflow_queue_oldest - get the next Message to send
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
 * @outgoing: in no queue; owned by the queue from now on
 *
 * If the queue is full, drops its oldest Message and counts it as lost.
 * Context: process, the exporter's mutex is held.
 */
void netflow_queue_add(struct netflow_destination *destination,
		       struct netflow_outgoing *outgoing);

/**
 * netflow_queue_remove - remove a Message
 * @destination: the destination
 * @outgoing: in its queue; owned by the caller from now on
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
