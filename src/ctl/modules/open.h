/* SPDX-License-Identifier: GPL-2.0 */
/* Opening a socket to the module, if it is loaded. */
#ifndef _CTL_MODULES_OPEN_H
#define _CTL_MODULES_OPEN_H

struct netlink;

/**
 * module_open - open a socket and find the family, without loading the module
 * @nl: filled in; on success, close it with netlink_close()
 * Return: 0 or a negative errno, reported on stderr; -ENOENT: the module is not loaded.
 */
int module_open(struct netlink *nl);

#endif /* _CTL_MODULES_OPEN_H */
