/* SPDX-License-Identifier: GPL-2.0 */
/* Small files of the kernel, as in /proc and /sys. */
#ifndef _CTL_KERNEL_FILE_H
#define _CTL_KERNEL_FILE_H

#include <stdbool.h>

/**
 * file_first_line - read the first line of a small file
 * @path: path of the file
 * @buf: gets the line without its newline; "" if it cannot be read
 * @size: size of @buf in bytes
 * Return: @buf.
 */
const char *file_first_line(const char *path, char *buf, int size);

/**
 * kernel_locked_down - check whether the kernel is locked down, as Secure Boot may do
 * Return: true if it is, at any level.
 */
bool kernel_locked_down(void);

#endif /* _CTL_KERNEL_FILE_H */
