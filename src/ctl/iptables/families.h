/* SPDX-License-Identifier: GPL-2.0 */
/* IPv4 and IPv6 in iptables. */
#ifndef _CTL_IPTABLES_FAMILIES_H
#define _CTL_IPTABLES_FAMILIES_H

#include "kernel.h"

#include <stdbool.h>

#define IPTABLES_FAMILIES	2

/* Room for the name of a command. */
#define IPTABLES_COMMAND	32

/**
 * struct iptables_family - IPv4 or IPv6
 * @name: as rules_list() has it
 * @number: of the protocol family
 * @command: without its ending
 * @tables: names of legacy iptables' tables, if it has any
 * @present: a file that is there if the kernel has the protocol
 */
struct iptables_family {
	const char *name;
	u8 number;
	const char *command;
	const char *tables;
	const char *present;
};

extern const struct iptables_family iptables_families[IPTABLES_FAMILIES];

/** iptables_has_legacy - has legacy iptables tables of that family in this namespace? */
bool iptables_has_legacy(const struct iptables_family *family);

/** iptables_is_legacy - of any family? */
bool iptables_is_legacy(void);

#endif /* _CTL_IPTABLES_FAMILIES_H */
