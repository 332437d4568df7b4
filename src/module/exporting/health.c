// SPDX-License-Identifier: GPL-2.0
/* Events of the Exporting Process. See health.h. */
#include "health.h"

#include "destination.h"
#include "exporter.h"
#include "metering/clock.h"

/* Hosts limit refusals to about one a second, so the next one may be late by that. */
#define NETFLOW_REFUSAL_REST_MS	1500

/* Time without another lost packet after which a loss is over. */
#define NETFLOW_LOSS_REST_MS	5000

static void netflow_health_event(struct netflow_exporter *exporter, enum netflow_event event,
				 const struct netflow_destination *destination)
{
	exporter->ops->event(exporter, event, destination);
}

/* May a Message that was sent since the last refusal still be refused? */
static bool netflow_health_in_doubt(const struct netflow_destination *destination)
{
	return destination->counters.refused &&
	       netflow_now() - destination->refused_ms < NETFLOW_REFUSAL_REST_MS;
}

/* A refusal concerns an earlier Message, so a destination is up again only some time after it. */
static u32 netflow_health_state(const struct netflow_destination *destination)
{
	const struct netflow_destination_counters *counters = &destination->counters;

	if (destination->failing || counters->refused != destination->health.refused)
		return NETFLOW_EVENT_DESTINATION_DOWN;
	if (counters->sent_messages != destination->health.sent &&
	    !netflow_health_in_doubt(destination))
		return NETFLOW_EVENT_DESTINATION_UP;
	return destination->health.state;
}

static void netflow_health_destination(struct netflow_exporter *exporter,
				       struct netflow_destination *destination)
{
	struct netflow_destination_health *health = &destination->health;
	u32 state = netflow_health_state(destination);

	health->refused = destination->counters.refused;
	if (!netflow_health_in_doubt(destination))
		health->sent = destination->counters.sent_messages;
	if (state == health->state)
		return;
	health->state = state;
	if (state == NETFLOW_EVENT_DESTINATION_UP)
		destination->last_error = 0;
	netflow_health_event(exporter, state, destination);
}

static void netflow_health_loss(struct netflow_exporter *exporter)
{
	struct netflow_loss *loss = &exporter->loss;
	u64 lost = exporter->lost_packets;
	u32 now = netflow_now();
	bool more = lost > loss->packets;

	if (more) {
		loss->when = now;
		if (!loss->losing)
			loss->before = loss->packets;
	} else {
		/* The count of a removed destination is gone. */
		loss->before = min(loss->before, lost);
	}
	loss->packets = lost;
	if (more && !loss->losing) {
		loss->losing = true;
		netflow_health_event(exporter, NETFLOW_EVENT_LOSS_BEGIN, NULL);
	}
	if (loss->losing && now - loss->when >= NETFLOW_LOSS_REST_MS) {
		loss->losing = false;
		netflow_health_event(exporter, NETFLOW_EVENT_LOSS_END, NULL);
	}
}

void netflow_health_look(struct netflow_exporter *exporter)
{
	unsigned int i;

	lockdep_assert_held(&exporter->mutex);
	for (i = 0; i < exporter->count; i++)
		netflow_health_destination(exporter, exporter->destinations[i]);
	netflow_health_loss(exporter);
}
