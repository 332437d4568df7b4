/* SPDX-License-Identifier: GPL-2.0 */
/* Comments of rules that have only the statement. */
#ifndef _NFT_NETFLOW_COMMENT_H
#define _NFT_NETFLOW_COMMENT_H

struct nlmsghdr;

/**
 * comment_hide - hide the comment of a rule that has no expression but "netflow"
 * @nlh: a rule, changed in place; no length changes
 *
 * An nft that does not know the expression would list only the comment, which it could not
 * load again.
 */
void comment_hide(struct nlmsghdr *nlh);

/**
 * comment_show - undo comment_hide()
 * @nlh: a rule, changed in place; no length changes
 */
void comment_show(struct nlmsghdr *nlh);

#endif /* _NFT_NETFLOW_COMMENT_H */
