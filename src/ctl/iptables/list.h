/* SPDX-License-Identifier: GPL-2.0 */
/* Rules of legacy iptables, for listings: only iptables itself can read them. */
#ifndef _CTL_IPTABLES_LIST_H
#define _CTL_IPTABLES_LIST_H

#include <jansson.h>

/**
 * iptables_list_legacy - add the rules of legacy iptables that feed monitors
 * @rules: from rules_list(), which cannot see these rules
 *
 * Other programs' rules are added too. All of them have their options as `match' and no
 * handle.
 * Return: 0 or a negative errno, reported on stderr.
 */
int iptables_list_legacy(json_t *rules);

#endif /* _CTL_IPTABLES_LIST_H */
