// SPDX-License-Identifier: GPL-2.0
/*
 * NL_SET_ERR_MSG_FMT(): a formatted message in the answer to a refused request
 *
 * NONE		until 6.1: an answer can quote only constant messages
 * MACRO	since 6.2
 *
 * First of: MACRO, NONE
 * Look at: include/linux/netlink.h
 */
#include <linux/netlink.h>

static __maybe_unused void probe(struct netlink_ext_ack *extack)
{
#ifdef PROBE_MACRO
	NL_SET_ERR_MSG_FMT(extack, "%d", NETLINK_MAX_FMTMSG_LEN);
#else
	NL_SET_ERR_MSG(extack, "probe");
#endif
}
