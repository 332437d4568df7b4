/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The text of /etc/modprobe.d/ipt_netflow.conf: lines `options ipt_NETFLOW NAME=VALUE ...'
 * are parsed and rewritten as one; all other lines are kept unchanged.
 */
#ifndef _CTL_LEGACY_MODPROBE_H
#define _CTL_LEGACY_MODPROBE_H

#include "kernel/settings.h"

/**
 * struct modprobe - the contents of the file
 * @settings: settings on the lines `options ipt_NETFLOW'
 * @before: the lines before the first of these, unchanged
 * @after: the other lines after it, unchanged
 * @unknown: parameters that are not settings, each with a blank before it
 */
struct modprobe {
	struct settings_given settings;
	char *before;
	char *after;
	char *unknown;
};

/**
 * modprobe_parse - parse the text of the file
 * @text: the whole text
 * @path: name of the file, for error messages
 * @file: filled in; call modprobe_free() afterwards, even on error
 *
 * If a setting occurs several times, the last value counts, as for the module itself.
 * Return: 0; -EINVAL for a bad value, reported on stderr with its line; or -ENOMEM.
 */
int modprobe_parse(const char *text, const char *path, struct modprobe *file);

/**
 * modprobe_format - write the text of the file
 * @file: its contents
 * Return: the text, to be freed, or NULL if out of memory.
 */
char *modprobe_format(const struct modprobe *file);

/**
 * modprobe_rest - write the text of the file without the module's options
 * @file: its contents
 * Return: the text, to be freed, "" if nothing is left; NULL if out of memory.
 */
char *modprobe_rest(const struct modprobe *file);

/**
 * modprobe_free - free the contents of the file
 * @file: from modprobe_parse() or modprobe_read()
 */
void modprobe_free(struct modprobe *file);

#endif /* _CTL_LEGACY_MODPROBE_H */
