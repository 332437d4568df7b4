/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that the user made with nft. */
#ifndef _CTL_NFT_H
#define _CTL_NFT_H

/**
 * nft_restore - put statements `netflow` into the rules that were loaded without them
 * Return: how many rules that were, 0: none waited; a negative errno: told on stderr.
 */
int nft_restore(void);

#endif /* _CTL_NFT_H */
