/* SPDX-License-Identifier: GPL-2.0 */
/* Statements that were left out of rules. */
#ifndef _NFT_NETFLOW_LEFT_OUT_H
#define _NFT_NETFLOW_LEFT_OUT_H

#include <linux/netlink.h>

/**
 * left_out_restore - insert stand-ins where nft_netflow_leave_out() removed statements
 * @secret: NFT_NETFLOW_SECRET characters
 * @nlh: message, changed in place; does not grow
 * Return: number of stand-ins inserted.
 */
int left_out_restore(const char *secret, struct nlmsghdr *nlh);

#endif /* _NFT_NETFLOW_LEFT_OUT_H */
