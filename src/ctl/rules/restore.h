/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that nft loaded without their statement `netflow`. */
#ifndef _CTL_RULES_RESTORE_H
#define _CTL_RULES_RESTORE_H

/**
 * nft_restore - put statements `netflow` into the rules that were loaded without them
 * Return: how many rules that were, 0: none waited; a negative errno: told on stderr.
 */
int nft_restore(void);

#endif /* _CTL_RULES_RESTORE_H */
