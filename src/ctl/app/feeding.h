/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What feeds a monitor by netflowctl: rules of nftables, of iptables, or hooks. Two
 * of them would count packets twice.
 */
#ifndef _CTL_FEEDING_H
#define _CTL_FEEDING_H

#include "kernel/netlink.h"

/**
 * feeding_allows_rules - may the monitor get rules of nftables?
 * @nl: from genl_open()
 * @monitor: its name; it need not be there
 * Return: 0, or a negative errno: hooks or rules of iptables feed it, or it cannot
 * be found out; told on stderr.
 */
int feeding_allows_rules(struct netlink *nl, const char *monitor);

/**
 * feeding_allows_hooks - may the monitor get hooks?
 * Return: 0, or a negative errno: own rules feed it, or it cannot be found out;
 * told on stderr.
 */
int feeding_allows_hooks(const char *monitor);

#endif /* _CTL_FEEDING_H */
