/* SPDX-License-Identifier: GPL-2.0 */
/* ipt_netflow --mode show */
#ifndef _CTL_LEGACY_SHOW_H
#define _CTL_LEGACY_SHOW_H

/**
 * legacy_show - print the report of the mode show on stdout
 * Return: 0 or a negative errno, reported on stderr.
 */
int legacy_show(void);

#endif /* _CTL_LEGACY_SHOW_H */
