/* SPDX-License-Identifier: GPL-2.0 */
/* Does the kernel have the expression? */
#ifndef _NFT_NETFLOW_PROBE_H
#define _NFT_NETFLOW_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * probe_lacks_expression - does this kernel lack the expression "netflow"?
 * @family: NFPROTO_* of the rule
 * Return: true only if the kernel said so, after it tried to load the module.
 */
bool probe_lacks_expression(uint8_t family);

#endif /* _NFT_NETFLOW_PROBE_H */
