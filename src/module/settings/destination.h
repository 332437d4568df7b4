/* SPDX-License-Identifier: GPL-2.0 */
/* Destinations as text. */
#ifndef _NETFLOW_SETTINGS_DESTINATION_H
#define _NETFLOW_SETTINGS_DESTINATION_H

#include "settings.h"

#ifdef __KERNEL__
#include <linux/in6.h>
#endif

/**
 * struct netflow_destination_spec - one destination, read from its text
 *
 * Text: ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL], ADDRESS and SOURCE being
 * IPv4 or [IPv6] (IPv6 without brackets where no port follows), PROTOCOL one of
 * v5, v9, ipfix. Port 2055 if none is given.
 *
 * The canonical text always has the port, brackets around IPv6, and addresses in
 * the form of RFC 5952.
 *
 * @family: 4 or 6
 * @protocol: 5, 9, 10, or 0: as the monitor's setting says
 * @port: host order
 * @address: network order, the first 4 bytes for IPv4
 * @source: same family and order; all 0: the kernel chooses
 * @device: "" if none
 */
struct netflow_destination_spec {
	u8 family;
	u8 protocol;
	u16 port;
	struct in6_addr address;
	struct in6_addr source;
	char device[16];
};

/**
 * netflow_destinations_parse - read a list of destinations
 * @text: comma-separated, spaces around the commas allowed; an empty list is allowed
 * @specs: room for NETFLOW_DESTINATIONS_MAX, or NULL: only check
 * @error: says why, on error
 *
 * Return: how many, or -EINVAL; the same destination twice is refused.
 */
int netflow_destinations_parse(const char *text, struct netflow_destination_spec *specs,
			       struct netflow_error *error);

/**
 * netflow_destinations_write - write the canonical text of a list
 * @text: a list that netflow_destinations_parse() accepts
 * @buf: room for it, or NULL: only measure
 *
 * Return: length without the NUL.
 */
int netflow_destinations_write(const char *text, char *buf);

/**
 * netflow_destination_format - write the canonical text of one destination
 * @spec: the destination
 * @buf: gets the text; 160 bytes are always enough
 * @size: of @buf
 *
 * Return: length without the NUL.
 */
int netflow_destination_format(const struct netflow_destination_spec *spec, char *buf,
			       size_t size);

/**
 * netflow_destination_equal - compare address, port, source, device and protocol
 * @a: a destination
 * @b: another
 *
 * Return: true if all are equal.
 */
bool netflow_destination_equal(const struct netflow_destination_spec *a,
			       const struct netflow_destination_spec *b);

#endif /* _NETFLOW_SETTINGS_DESTINATION_H */
