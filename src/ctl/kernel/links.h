/* SPDX-License-Identifier: GPL-2.0 */
/* Network interfaces. */
#ifndef _CTL_KERNEL_LINKS_H
#define _CTL_KERNEL_LINKS_H

#include <stdbool.h>

/**
 * link_found - is there an interface of that name?
 * @name: of the interface
 * Return: false only if the kernel says that there is none.
 */
bool link_found(const char *name);

#endif /* _CTL_KERNEL_LINKS_H */
