/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The setting export_rate: not faster than so many Mbit/s to one destination. A generic
 * cell rate algorithm: time in which nothing was sent counts, up to one burst.
 */
#ifndef _NETFLOW_PACE_H
#define _NETFLOW_PACE_H

#include <linux/types.h>

/**
 * struct netflow_pace - how far a destination's sending has got
 * @rate: setting; Mbit/s, 0: no limit
 * @until_ns: when what was sent will have taken its time at @rate, by ktime_get_ns()
 */
struct netflow_pace {
	u32 rate;
	u64 until_ns;
};

/**
 * netflow_pace_wait - how long to wait before sending more
 * @pace: of the destination
 * Context: any.
 * Return: ns, 0: nothing to wait for.
 */
u64 netflow_pace_wait(const struct netflow_pace *pace);

/**
 * netflow_pace_sent - account for what was sent
 * @pace: of the destination
 * @octets: of the Message
 * Context: any; the caller serializes calls for one @pace.
 */
void netflow_pace_sent(struct netflow_pace *pace, u32 octets);

#endif /* _NETFLOW_PACE_H */
