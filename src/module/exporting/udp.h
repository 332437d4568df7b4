/* SPDX-License-Identifier: GPL-2.0 */
/* The UDP transport: each Message is one datagram, without acknowledgment. */
#ifndef _NETFLOW_UDP_H
#define _NETFLOW_UDP_H

#include "transport.h"

extern const struct netflow_transport netflow_udp;

#endif /* _NETFLOW_UDP_H */
