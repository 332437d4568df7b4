/* SPDX-License-Identifier: GPL-2.0 */
/* net.netflow.*: the settings of a namespace's default monitor, and `flush`. */
#ifndef _NETFLOW_SYSCTL_H
#define _NETFLOW_SYSCTL_H

/**
 * netflow_sysctl_init - register net.netflow in every namespace
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_sysctl_init(void);

/**
 * netflow_sysctl_exit - unregister net.netflow in every namespace
 * Context: process.
 */
void netflow_sysctl_exit(void);

#endif /* _NETFLOW_SYSCTL_H */
