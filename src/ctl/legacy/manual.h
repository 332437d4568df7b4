/* SPDX-License-Identifier: GPL-2.0 */
/* The manual of ipt_netflow. */
#ifndef _CTL_LEGACY_MANUAL_H
#define _CTL_LEGACY_MANUAL_H

/**
 * legacy_manual - show the installed manual in a text browser
 * Return: 0 or a negative errno, reported on stderr.
 */
int legacy_manual(void);

#endif /* _CTL_LEGACY_MANUAL_H */
