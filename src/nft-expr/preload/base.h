/* SPDX-License-Identifier: GPL-2.0 */
/* What every part of the preload library uses. */
#ifndef _NFT_NETFLOW_BASE_H
#define _NFT_NETFLOW_BASE_H

#include <stdbool.h>

/**
 * preload_secret - the secret of this process, which marks its stand-ins
 * Return: NFT_NETFLOW_SECRET characters and a NUL.
 */
const char *preload_secret(void);

/**
 * preload_next - find the function that this library stands in front of
 * @name: of the function
 * Return: its address; the process ends if there is none.
 */
void *preload_next(const char *name);

/**
 * preload_is_first - is this library in front of libc?
 * Return: false, reported on stderr, if messages to the kernel do not pass through here.
 */
bool preload_is_first(void);

/**
 * preload_warn - print a line on stderr
 * @journal: write it to the system's log, too
 * @format: as for printf
 * @...: as for printf
 */
__attribute__((format(printf, 2, 3)))
void preload_warn(bool journal, const char *format, ...);

#endif /* _NFT_NETFLOW_BASE_H */
