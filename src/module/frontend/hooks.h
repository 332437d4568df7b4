/* SPDX-License-Identifier: GPL-2.0 */
/* Metering without any rule, by netfilter hooks of our own: the setting `hooks`. */
#ifndef _NETFLOW_HOOKS_H
#define _NETFLOW_HOOKS_H

struct netflow_monitor;

/**
 * netflow_hooks_init - arrange for hooks to be removed with their namespace
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_hooks_init(void);

/**
 * netflow_hooks_exit - remove the hooks of all namespaces
 * Context: process.
 */
void netflow_hooks_exit(void);

/**
 * netflow_hooks_apply - replace a monitor's hooks
 * @monitor: its netflow_net.mutex is held
 * @wanted: bits by enum netflow_hook, 0: none
 *
 * The hooks count as one user of the monitor.
 * Context: process.
 * Return: 0; -ENOMEM, with nothing changed; or the error of registering the new hooks, with
 * no hooks left.
 */
int netflow_hooks_apply(struct netflow_monitor *monitor, unsigned int wanted);

#endif /* _NETFLOW_HOOKS_H */
