/* SPDX-License-Identifier: GPL-2.0 */
/* Load and unload the kernel modules. */
#ifndef _CTL_MODULES_LOAD_H
#define _CTL_MODULES_LOAD_H

/**
 * module_load - load a module and what it needs; fine if it is loaded
 * Return: 0 or a negative errno, told on stderr with what to do.
 */
int module_load(const char *name);

/**
 * modules_unload - unload all of the project's modules that nothing uses
 * What is in use stays, with a line on stderr.
 * Return: 0 or a negative errno, told on stderr.
 */
int modules_unload(void);

#endif /* _CTL_MODULES_LOAD_H */
