/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Keep a monitor from being fed by more than one of nftables rules, iptables rules and
 * hooks, which would count packets twice.
 */
#ifndef _CTL_MONITORS_FEEDING_H
#define _CTL_MONITORS_FEEDING_H

struct netlink;

struct settings_given;

/**
 * feeding_allows_rules - check that a monitor may be fed by nftables rules
 * @nl: from module_open()
 * @monitor: name of the monitor, which need not exist
 *
 * Return: 0; -EEXIST: hooks or iptables rules feed it; or another negative errno: the state
 * cannot be determined. Errors are reported on stderr.
 */
int feeding_allows_rules(struct netlink *nl, const char *monitor);

/**
 * feeding_allows_hooks - check that a monitor may be fed by hooks
 * @monitor: name of the monitor, which need not exist
 *
 * Return: 0; -EEXIST: own rules feed it; or another negative errno: the state cannot be
 * determined. Errors are reported on stderr.
 */
int feeding_allows_hooks(const char *monitor);

/**
 * feeding_allows_settings - check that new settings are compatible with a monitor's rules
 * @settings: the settings to apply
 * @monitor: name of the monitor, which need not exist
 *
 * Return: 0, or a negative errno as feeding_allows_hooks(), which is reported on stderr.
 */
int feeding_allows_settings(const struct settings_given *settings, const char *monitor);

#endif /* _CTL_MONITORS_FEEDING_H */
