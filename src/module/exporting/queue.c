// SPDX-License-Identifier: GPL-2.0
/* The ready Messages of a destination. See queue.h. */
#include "queue.h"

#include <linux/slab.h>

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
	kfree(outgoing);
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

void netflow_queue_add(struct netflow_destination *destination,
		       struct netflow_outgoing *outgoing)
{
	lockdep_assert_held(destination->mutex);
	while (destination->queued >= destination->queue_size) {
		struct netflow_outgoing *lost = netflow_queue_oldest_whole(destination);

		if (!lost)
			break;
		netflow_queue_remove(destination, lost);
		netflow_queue_lose(destination, lost, &destination->counters.lost_queue);
	}
	list_add_tail(&outgoing->list, &destination->queue);
	destination->queued++;
	destination->peak_queued = max(destination->peak_queued, destination->queued);
}
