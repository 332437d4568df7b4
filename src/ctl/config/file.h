/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration file. */
#ifndef _CTL_CONFIG_FILE_H
#define _CTL_CONFIG_FILE_H

/**
 * config_save - write what the kernel has now to a file; the old one gets a `~`
 * Return: 0 or a negative errno, told on stderr.
 */
int config_save(const char *path);

#endif /* _CTL_CONFIG_FILE_H */
