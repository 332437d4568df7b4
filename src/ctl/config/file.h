/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration file. */
#ifndef _CTL_CONFIG_FILE_H
#define _CTL_CONFIG_FILE_H

/**
 * config_save - write the kernel's current configuration to a file
 * @path: path of the file; the old file is kept as @path with `~` appended
 *
 * What the files of conf.d beside it have already is left out. Links, mode and owner stay.
 * Return: 0 or a negative errno, reported on stderr; then the old file is unchanged.
 */
int config_save(const char *path);

#endif /* _CTL_CONFIG_FILE_H */
