/* SPDX-License-Identifier: GPL-2.0 */
/* <linux/unaligned.h> replaced <asm/unaligned.h> in 6.12. */
#ifndef _NETFLOW_COMPAT_LINUX_UNALIGNED_H
#define _NETFLOW_COMPAT_LINUX_UNALIGNED_H

#ifdef NETFLOW_HAS_UNALIGNED_LINUX
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* _NETFLOW_COMPAT_LINUX_UNALIGNED_H */
