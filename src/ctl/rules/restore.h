/* SPDX-License-Identifier: GPL-2.0 */
/* Rules that nft loaded without their statement `netflow`. */
#ifndef _CTL_RULES_RESTORE_H
#define _CTL_RULES_RESTORE_H

/**
 * nft_restore - insert the statement `netflow` into rules that were loaded without it
 *
 * Runs a separate program, nft-restore, because libnftables has to be intercepted.
 * Return: 1 if there were such rules, reported on stdout; 0 if not; or a negative errno,
 * reported on stderr.
 */
int nft_restore(void);

#endif /* _CTL_RULES_RESTORE_H */
