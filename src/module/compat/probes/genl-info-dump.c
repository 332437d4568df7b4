// SPDX-License-Identifier: GPL-2.0
/*
 * genl_info_dump(): the attributes of a dump request
 *
 * NONE		until 6.6: genl_dumpit_info() returns them
 * INFO		since 6.7: genl_info_dump() returns them
 *
 * First of: INFO, NONE
 * Look at: include/net/genetlink.h
 */
#include <net/genetlink.h>

static __maybe_unused struct nlattr *probe(struct netlink_callback *cb)
{
#ifdef PROBE_INFO
	return genl_info_dump(cb)->attrs[0];
#else
	return genl_dumpit_info(cb)->attrs[0];
#endif
}
