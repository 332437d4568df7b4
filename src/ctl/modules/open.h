/* SPDX-License-Identifier: GPL-2.0 */
/* Talk to the module, if it is loaded. */
#ifndef _CTL_MODULES_OPEN_H
#define _CTL_MODULES_OPEN_H

struct netlink;

/**
 * module_open - open a socket and find the family
 * @nl: to be filled; closed by netlink_close() if 0 was returned
 *
 * Never makes the kernel load the module. Tells errors on stderr.
 * Return: 0 or a negative errno; -ENOENT: the module is not loaded.
 */
int module_open(struct netlink *nl);

#endif /* _CTL_MODULES_OPEN_H */
