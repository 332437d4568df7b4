// SPDX-License-Identifier: GPL-2.0
#include "families.h"

#include <stdio.h>
#include <linux/netfilter.h>

const struct iptables_family iptables_families[IPTABLES_FAMILIES] = {
	{ "ip", NFPROTO_IPV4, "iptables", "/proc/net/ip_tables_names", "/proc/net/route" },
	{ "ip6", NFPROTO_IPV6, "ip6tables", "/proc/net/ip6_tables_names", "/proc/net/if_inet6" },
};

/* The file exists even without tables and reports no size, so read it. */
bool iptables_has_legacy(const struct iptables_family *family)
{
	FILE *file = fopen(family->tables, "re");
	bool found = file && fgetc(file) != EOF;

	if (file)
		fclose(file);
	return found;
}

bool iptables_is_legacy(void)
{
	return iptables_has_legacy(&iptables_families[0]) ||
	       iptables_has_legacy(&iptables_families[1]);
}
