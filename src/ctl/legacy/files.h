/* SPDX-License-Identifier: GPL-2.0 */
/* Reading and writing /etc/modprobe.d/ipt_netflow.conf. */
#ifndef _CTL_LEGACY_FILES_H
#define _CTL_LEGACY_FILES_H

struct modprobe;

#define MODPROBE_FILE	"/etc/modprobe.d/ipt_netflow.conf"

/**
 * modprobe_read - read and parse MODPROBE_FILE; a missing file counts as empty
 * @file: filled in; call modprobe_free() afterwards, even on error
 * Return: 0 or a negative errno, reported on stderr unless it is -ENOMEM.
 */
int modprobe_read(struct modprobe *file);

/**
 * modprobe_write - replace MODPROBE_FILE atomically
 * @text: the new content; "" removes the file
 * Return: 0 or a negative errno, reported on stderr.
 */
int modprobe_write(const char *text);

#endif /* _CTL_LEGACY_FILES_H */
