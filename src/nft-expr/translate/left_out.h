/* SPDX-License-Identifier: GPL-2.0 */
/* Statements that were left out of rules. */
#ifndef _NFT_NETFLOW_LEFT_OUT_H
#define _NFT_NETFLOW_LEFT_OUT_H

#include <linux/netlink.h>

/**
 * left_out_restore - put stand-ins where nft_netflow_leave_out() removed statements
 * @secret: NFT_NETFLOW_SECRET characters
 * @nlh: changed in place, never longer than before
 * Return: how many stand-ins were put in.
 */
int left_out_restore(const char *secret, struct nlmsghdr *nlh);

#endif /* _NFT_NETFLOW_LEFT_OUT_H */
