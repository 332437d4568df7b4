/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that nft loaded without their statement `netflow`. */
#ifndef _CTL_RULES_RESTORE_H
#define _CTL_RULES_RESTORE_H

/**
 * nft_restore - put statements `netflow` into the rules that were loaded without them
 *
 * A program of its own does it, nft-restore, because libnftables has to be intercepted.
 * Return: 1 if there were such rules, reported on stdout; 0 if not; a negative errno,
 * reported on stderr.
 */
int nft_restore(void);

#endif /* _CTL_RULES_RESTORE_H */
