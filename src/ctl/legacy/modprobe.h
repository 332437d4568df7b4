/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /etc/modprobe.d/ipt_netflow.conf: the line `options ipt_NETFLOW NAME=VALUE ...`
 * is read and written anew; every other line stays as it is.
 */
#ifndef _CTL_LEGACY_MODPROBE_H
#define _CTL_LEGACY_MODPROBE_H

#include "kernel/settings.h"

/**
 * struct modprobe - what the file says
 * @settings: on lines `options ipt_NETFLOW'
 * @before: the lines before the first of these, as they are
 * @after: the other lines behind it
 * @unknown: parameters that are no settings, separated by blanks
 */
struct modprobe {
	struct settings_given settings;
	char *before;
	char *after;
	char *unknown;
};

/**
 * modprobe_parse - read the text of such a file
 * @text: the whole file
 * @path: its name, for complaints
 * @file: to be filled; modprobe_free() afterwards, whatever was returned
 *
 * The last value of a setting holds, as it does for the module.
 * Return: 0; -EINVAL: a value is refused, told on stderr with the line; -ENOMEM.
 */
int modprobe_parse(const char *text, const char *path, struct modprobe *file);

/**
 * modprobe_format - the text that says the same
 * Return: to be freed, or NULL: out of memory.
 */
char *modprobe_format(const struct modprobe *file);

/**
 * modprobe_rest - what remains of the file without the module's options
 * Return: to be freed, "" if nothing remains; NULL: out of memory.
 */
char *modprobe_rest(const struct modprobe *file);

/** modprobe_free - forget it */
void modprobe_free(struct modprobe *file);

#endif /* _CTL_LEGACY_MODPROBE_H */
