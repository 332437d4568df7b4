/* SPDX-License-Identifier: GPL-2.0 */
/* The program nft-restore. */
#ifndef _NFT_NETFLOW_RESTORE_H
#define _NFT_NETFLOW_RESTORE_H

/* Its exit status if no rule lacks a statement. */
#define RESTORE_NONE	3

#endif /* _NFT_NETFLOW_RESTORE_H */
