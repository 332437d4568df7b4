/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _CTL_KERNEL_NETNS_H
#define _CTL_KERNEL_NETNS_H

/**
 * netns_enter - go into a network namespace made by 'ip netns add'
 * Return: 0 or a negative errno, told on stderr.
 */
int netns_enter(const char *name);

#endif /* _CTL_KERNEL_NETNS_H */
