/* SPDX-License-Identifier: GPL-2.0 */
/* Metering without any rule: the setting `hooks`, by netfilter hooks of our own. */
#ifndef _NETFLOW_HOOKS_H
#define _NETFLOW_HOOKS_H

struct netflow_monitor;

/**
 * netflow_hooks_init - have hooks removed when their namespace goes away
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
 * netflow_hooks_apply - capture at exactly these hooks from now on
 * @monitor: its netflow_net.mutex is held
 * @wanted: bits by enum netflow_hook, 0: none
 *
 * The hooks count as one user of the monitor.
 * Context: process.
 * Return: 0; -ENOMEM, then nothing changed; the error of the kernel if it refused the new
 * hooks, then none are registered.
 */
int netflow_hooks_apply(struct netflow_monitor *monitor, unsigned int wanted);

#endif /* _NETFLOW_HOOKS_H */
