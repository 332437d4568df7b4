/* SPDX-License-Identifier: GPL-2.0 */
/* Loading and unloading the kernel modules. */
#ifndef _CTL_MODULES_LOAD_H
#define _CTL_MODULES_LOAD_H

/**
 * module_load - load a module and its dependencies; succeeds if it is loaded already
 * @name: name of the module
 * Return: 0 or a negative errno, reported on stderr with advice.
 */
int module_load(const char *name);

/**
 * modules_unload - unload all unused modules of the project
 *
 * A module in use stays loaded, which is reported on stderr but is no error.
 * Return: 0 or a negative errno, reported on stderr.
 */
int modules_unload(void);

#endif /* _CTL_MODULES_LOAD_H */
