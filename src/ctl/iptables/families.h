/* SPDX-License-Identifier: GPL-2.0 */
/* IPv4 and IPv6 in iptables. */
#ifndef _CTL_IPTABLES_FAMILIES_H
#define _CTL_IPTABLES_FAMILIES_H

#include "kernel.h"

#include <stdbool.h>

#define IPTABLES_FAMILIES	2

/* Size in bytes of a buffer for the name of a command. */
#define IPTABLES_COMMAND	32

/**
 * struct iptables_family - IPv4 or IPv6
 * @name: name of the family in rules_list()
 * @number: NFPROTO_*
 * @command: the command's name without "-legacy", "-nft" or "-save"
 * @tables: the file that lists the tables of legacy iptables
 * @present: a file that exists if the kernel supports the protocol
 */
struct iptables_family {
	const char *name;
	u8 number;
	const char *command;
	const char *tables;
	const char *present;
};

extern const struct iptables_family iptables_families[IPTABLES_FAMILIES];

/**
 * iptables_has_legacy - check for legacy iptables in this network namespace
 * @family: IPv4 or IPv6
 * Return: true if legacy iptables has tables of that family.
 */
bool iptables_has_legacy(const struct iptables_family *family);

/**
 * iptables_is_legacy - check for legacy iptables of any family in this network namespace
 * Return: true if legacy iptables has tables.
 */
bool iptables_is_legacy(void);

#endif /* _CTL_IPTABLES_FAMILIES_H */
