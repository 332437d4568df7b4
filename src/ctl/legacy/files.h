/* SPDX-License-Identifier: GPL-2.0 */
/* /etc/modprobe.d/ipt_netflow.conf on the disk. */
#ifndef _CTL_LEGACY_FILES_H
#define _CTL_LEGACY_FILES_H

struct modprobe;

#define MODPROBE_FILE	"/etc/modprobe.d/ipt_netflow.conf"

/**
 * modprobe_read - read MODPROBE_FILE; one that isn't there is empty
 * Return: as modprobe_parse(), or another negative errno, told on stderr.
 */
int modprobe_read(struct modprobe *file);

/**
 * modprobe_write - write a text to MODPROBE_FILE, whole or not at all; "" removes it
 * Return: 0 or a negative errno, told on stderr.
 */
int modprobe_write(const char *text);

#endif /* _CTL_LEGACY_FILES_H */
