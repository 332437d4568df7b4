// SPDX-License-Identifier: GPL-2.0
/*
 * genl_info_dump(): the attributes of a request for a dump
 *
 * NONE		until 6.6: in what genl_dumpit_info() returns
 * INFO		since 6.7, in what this function returns
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
