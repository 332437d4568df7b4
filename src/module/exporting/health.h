/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The health of the Exporting Process: whether destinations are up, and whether packets are
 * being lost. Each change causes one event.
 */
#ifndef _NETFLOW_HEALTH_H
#define _NETFLOW_HEALTH_H

#include <linux/types.h>

struct netflow_exporter;

/**
 * struct netflow_destination_health - health of one destination
 * @state: its last event, 0: none yet
 * @refused: its counter at the last check
 * @sent: sent Messages at the last check that was not just after a refusal
 */
struct netflow_destination_health {
	u32 state;
	u64 refused;
	u64 sent;
};

/**
 * struct netflow_loss - whether packets are being lost
 * @losing: an event reported a loss whose end has not been reported
 * @packets: packets lost for any reason, at the last check
 * @before: @packets when the loss began
 * @when: uptime in ms at which @packets last grew
 */
struct netflow_loss {
	bool losing;
	u64 packets;
	u64 before;
	u32 when;
};

/**
 * netflow_health_look - compare with the last check and report changes
 * @exporter: its mutex is held, its stats are fresh
 * Context: process.
 */
void netflow_health_look(struct netflow_exporter *exporter);

#endif /* _NETFLOW_HEALTH_H */
