/* SPDX-License-Identifier: GPL-2.0 */
/* Named network namespaces. */
#ifndef _CTL_KERNEL_NETNS_H
#define _CTL_KERNEL_NETNS_H

/**
 * netns_enter - enter a network namespace created by 'ip netns add'
 * @name: name of the namespace
 * Return: 0 or a negative errno, reported on stderr.
 */
int netns_enter(const char *name);

#endif /* _CTL_KERNEL_NETNS_H */
