// SPDX-License-Identifier: GPL-2.0
/* The ready Messages of a destination. See queue.h. */
#include "queue.h"

#include <linux/err.h>
#include <linux/overflow.h>

#include "limits/memory.h"

void netflow_outgoing_free(struct netflow_destination *destination,
			   struct netflow_outgoing *outgoing)
{
	lockdep_assert_held(destination->mutex);
	netflow_memory_free(destination->account, outgoing,
			    struct_size(outgoing, data, outgoing->message.size));
}

void netflow_queue_lose(struct netflow_destination *destination,
			struct netflow_outgoing *outgoing, u64 *cause)
{
	struct netflow_destination_counters *counters = &destination->counters;
	const struct netflow_message *message = &outgoing->message;

	lockdep_assert_held(destination->mutex);
	*cause += message->flows;
	counters->lost_packets += message->packets;
	counters->lost_bytes += message->bytes;
	counters->queued_flows -= message->flows;
	counters->queued_packets -= message->packets;
	counters->queued_bytes -= message->bytes;
	netflow_outgoing_free(destination, outgoing);
}

void netflow_queue_remove(struct netflow_destination *destination,
			  struct netflow_outgoing *outgoing)
{
	lockdep_assert_held(destination->mutex);
	list_del(&outgoing->list);
	destination->queued--;
}

/* Returns the oldest Message of which no part has been sent, as a partly sent one must stay. */
static struct netflow_outgoing *
netflow_queue_oldest_whole(struct netflow_destination *destination)
{
	struct netflow_outgoing *outgoing = netflow_queue_oldest(destination);

	if (!outgoing || !outgoing->sent)
		return outgoing;
	if (list_is_last(&outgoing->list, &destination->queue))
		return NULL;
	return list_next_entry(outgoing, list);
}

/* Return: false if there is none to drop. */
static bool netflow_queue_drop_oldest(struct netflow_destination *destination)
{
	struct netflow_outgoing *lost = netflow_queue_oldest_whole(destination);

	if (!lost)
		return false;
	netflow_queue_remove(destination, lost);
	netflow_queue_lose(destination, lost, &destination->counters.lost_queue);
	return true;
}

struct netflow_outgoing *netflow_outgoing_create(struct netflow_destination *destination,
						 u16 size)
{
	struct netflow_outgoing *outgoing;

	lockdep_assert_held(destination->mutex);
	do {
		outgoing = netflow_memory_alloc(destination->account,
						struct_size(outgoing, data, size));
	} while (IS_ERR(outgoing) && netflow_queue_drop_oldest(destination));
	if (IS_ERR(outgoing))
		return NULL;
	*outgoing = (struct netflow_outgoing) {
		.message = { .data = outgoing->data, .size = size },
	};
	return outgoing;
}

void netflow_queue_add(struct netflow_destination *destination,
		       struct netflow_outgoing *outgoing)
{
	lockdep_assert_held(destination->mutex);
	while (destination->queued >= destination->queue_size &&
	       netflow_queue_drop_oldest(destination))
		;
	list_add_tail(&outgoing->list, &destination->queue);
	destination->queued++;
	destination->peak_queued = max(destination->peak_queued, destination->queued);
}
