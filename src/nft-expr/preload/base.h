/* SPDX-License-Identifier: GPL-2.0 */
/* Functions shared by all parts of the preload library. */
#ifndef _NFT_NETFLOW_BASE_H
#define _NFT_NETFLOW_BASE_H

#include <stdbool.h>

/**
 * preload_secret - get the secret of this process, which marks its stand-ins
 * Return: NFT_NETFLOW_SECRET characters and a NUL.
 */
const char *preload_secret(void);

/**
 * preload_next - find the original of an intercepted function
 * @name: name of the function
 * Return: its address; exits if there is none.
 */
void *preload_next(const char *name);

/**
 * preload_is_first - check whether this library precedes libc
 * Return: false, after a report on stderr, if messages to the kernel bypass the library.
 */
bool preload_is_first(void);

/**
 * preload_warn - print a line on stderr
 * @journal: also write it to the system log
 * @format: as for printf
 * @...: as for printf
 */
__attribute__((format(printf, 2, 3)))
void preload_warn(bool journal, const char *format, ...);

#endif /* _NFT_NETFLOW_BASE_H */
