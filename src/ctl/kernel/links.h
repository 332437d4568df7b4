/* SPDX-License-Identifier: GPL-2.0 */
/* Network interfaces. */
#ifndef _CTL_KERNEL_LINKS_H
#define _CTL_KERNEL_LINKS_H

#include <stdbool.h>

/**
 * link_found - check whether a network interface exists
 * @name: name of the interface
 * Return: false only if the kernel reports that there is none.
 */
bool link_found(const char *name);

#endif /* _CTL_KERNEL_LINKS_H */
