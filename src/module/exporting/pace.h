/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The setting export_rate limits the rate to each destination. This is a generic cell rate
 * algorithm: idle time earns credit, up to one burst.
 */
#ifndef _NETFLOW_PACE_H
#define _NETFLOW_PACE_H

#include <linux/types.h>

/**
 * struct netflow_pace - state of a destination's rate limit
 * @rate: setting; Mbit/s, 0: no limit
 * @until_ns: when everything sent would have been transmitted at @rate, by ktime_get_ns()
 */
struct netflow_pace {
	u32 rate;
	u64 until_ns;
};

/**
 * netflow_pace_wait - get the time to wait before sending more
 * @pace: of the destination
 * Context: any.
 * Return: ns; 0 if there is no need to wait.
 */
u64 netflow_pace_wait(const struct netflow_pace *pace);

/**
 * netflow_pace_refill - get the time until a good part of a burst may be sent
 * @pace: of the destination
 * A wait of netflow_pace_wait() would have to be repeated for each Message.
 * Context: any.
 * Return: ns; 0 if there is no limit.
 */
u64 netflow_pace_refill(const struct netflow_pace *pace);

/**
 * netflow_in_time - check whether a deadline has not passed yet
 * @deadline_ns: by ktime_get_ns(), or KTIME_MAX
 * Context: any.
 * Return: true if there is time left
 */
bool netflow_in_time(u64 deadline_ns);

/**
 * netflow_pace_sent - account for a sent Message
 * @pace: of the destination
 * @octets: of the Message
 * Context: any; the caller serializes calls for one @pace.
 */
void netflow_pace_sent(struct netflow_pace *pace, u32 octets);

#endif /* _NETFLOW_PACE_H */
