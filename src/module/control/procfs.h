/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /proc/net/stat/ipt_netflow shows the default monitor's state in the format of ipt_netflow,
 * for existing users and scripts. Netlink provides more detail.
 */
#ifndef _NETFLOW_PROCFS_H
#define _NETFLOW_PROCFS_H

/**
 * netflow_procfs_init - create the file in every namespace
 * Context: process.
 * Return: 0 or a negative error.
 */
int netflow_procfs_init(void);

/**
 * netflow_procfs_exit - remove the file from every namespace
 * Context: process.
 */
void netflow_procfs_exit(void);

#endif /* _NETFLOW_PROCFS_H */
