/* SPDX-License-Identifier: GPL-2.0 */
/* The clock for the times of flows. */
#ifndef _NETFLOW_CLOCK_H
#define _NETFLOW_CLOCK_H

#include <linux/types.h>

/**
 * netflow_now - uptime in ms
 * Context: any.
 * Return: CLOCK_BOOTTIME, as of the last tick
 */
u64 netflow_now(void);

#endif /* _NETFLOW_CLOCK_H */
