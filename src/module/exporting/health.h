/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The health of the Exporting Process: destinations that come up or go down, losses that
 * begin or end. Each change becomes one event.
 */
#ifndef _NETFLOW_HEALTH_H
#define _NETFLOW_HEALTH_H

#include <linux/types.h>

struct netflow_exporter;

/**
 * struct netflow_destination_health - what is known of one destination
 * @state: its last event, 0: none yet
 * @refused: its counter at the last look
 * @sent: sent Messages at the last look
 */
struct netflow_destination_health {
	u32 state;
	u64 refused;
	u64 sent;
};

/**
 * struct netflow_loss - whether packets are being lost
 * @losing: an event announced a loss, and none its end
 * @packets: lost for any cause, at the last look
 * @before: @packets when the loss began
 * @when: uptime in ms when @packets grew for the last time
 */
struct netflow_loss {
	bool losing;
	u64 packets;
	u64 before;
	u32 when;
};

/**
 * netflow_health_look - compare with the last look and report changes
 * @exporter: its mutex is held, its stats are fresh
 * Context: process.
 */
void netflow_health_look(struct netflow_exporter *exporter);

#endif /* _NETFLOW_HEALTH_H */
