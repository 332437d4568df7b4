/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sysctls net.netflow.limit_*, which exist in the initial network namespace only: they limit
 * what the namespaces of other user namespaces use.
 */
#ifndef _NETFLOW_CEILINGS_H
#define _NETFLOW_CEILINGS_H

/**
 * netflow_ceilings_init - register the sysctls
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int netflow_ceilings_init(void);

/**
 * netflow_ceilings_exit - unregister the sysctls
 * Context: process.
 */
void netflow_ceilings_exit(void);

#endif /* _NETFLOW_CEILINGS_H */
