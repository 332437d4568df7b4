/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What netflowctl lets feed a monitor: rules of nftables, rules of iptables, or hooks. Two
 * of these would count packets twice.
 */
#ifndef _CTL_MONITORS_FEEDING_H
#define _CTL_MONITORS_FEEDING_H

struct netlink;

struct settings_given;

/**
 * feeding_allows_rules - may the monitor get rules of nftables?
 * @nl: from module_open()
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

/**
 * feeding_allows_settings - may the monitor get these, with the rules that it has?
 * Return: 0 or a negative errno, told on stderr.
 */
int feeding_allows_settings(const struct settings_given *settings, const char *monitor);

#endif /* _CTL_MONITORS_FEEDING_H */
