/* SPDX-License-Identifier: GPL-2.0 */
/* The rate of metered packets, as shown in /proc/net/stat/ipt_netflow. */
#ifndef _NETFLOW_RATE_H
#define _NETFLOW_RATE_H

#include <linux/types.h>

/**
 * struct netflow_rate - bits and packets per second
 * @when: uptime in ms of the last reading
 * @packets: at that time
 * @bytes: at that time
 * @bps: bits per second, between the last two readings and over 1 and 5 minutes
 * @pps: packets per second, likewise
 */
struct netflow_rate {
	u64 when;
	u64 packets;
	u64 bytes;
	u64 bps[3];
	u64 pps[3];
};

/**
 * netflow_rate_update - take a reading, unless the last one is less than a second old
 * @rate: the caller serializes its use
 * @packets: metered so far
 * @bytes: metered so far
 * Context: any.
 */
void netflow_rate_update(struct netflow_rate *rate, u64 packets, u64 bytes);

#endif /* _NETFLOW_RATE_H */
