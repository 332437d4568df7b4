/* SPDX-License-Identifier: GPL-2.0 */
/* Checking whether the kernel has the expression. */
#ifndef _NFT_NETFLOW_PROBE_H
#define _NFT_NETFLOW_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * probe_lacks_expression - check whether this kernel lacks the expression "netflow"
 * @family: NFPROTO_* of the rule
 * Return: true only if the kernel reports so after it has tried to load the module.
 */
bool probe_lacks_expression(uint8_t family);

#endif /* _NFT_NETFLOW_PROBE_H */
