/* SPDX-License-Identifier: GPL-2.0 */
/* Reading configuration files: netflow.conf, and conf.d/ beside it. */
#ifndef _CTL_CONFIG_LOAD_H
#define _CTL_CONFIG_LOAD_H

#include <stdbool.h>

struct config;

/**
 * config_load - read a configuration file
 * @config: filled in; on success, free it with config_free()
 * @path: path of the file; "-": standard input. If its name is netflow.conf, the files of the
 *	directory conf.d beside it whose names end with .conf are read after it, sorted by
 *	name; then there may be no such file itself
 * Return: 0; -EINVAL if there were mistakes, or another negative errno, reported on stderr.
 */
int config_load(struct config *config, const char *path);

/**
 * config_load_dropins - read only the files in conf.d that config_load() would read
 * @config: filled in; on success, free it with config_free()
 * @path: as for config_load()
 * Return: as for config_load().
 */
int config_load_dropins(struct config *config, const char *path);

/**
 * config_exists - check whether there is something for config_load() to read
 * @path: as for config_load()
 * Return: true if the file or one in conf.d exists.
 */
bool config_exists(const char *path);

#endif /* _CTL_CONFIG_LOAD_H */
