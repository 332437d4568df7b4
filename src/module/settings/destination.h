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
 * The text is ADDRESS[:PORT][@SOURCE][%DEVICE][/PROTOCOL]. ADDRESS and SOURCE are IPv4 or
 * [IPv6]; an IPv6 address that no port follows needs no brackets. PORT defaults to 2055.
 * PROTOCOL is v5, v9 or ipfix.
 *
 * The canonical text always has the port, brackets around IPv6, and addresses as in RFC 5952.
 *
 * @family: 4 or 6
 * @protocol: 5, 9, 10, or 0 for the monitor's setting `protocol`
 * @port: host order
 * @address: network order, the first 4 bytes for IPv4
 * @source: same family and order; all 0: chosen by the kernel
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
 * @text: comma-separated, with optional spaces around the commas; may be empty
 * @specs: room for NETFLOW_DESTINATIONS_MAX, or NULL to only check
 * @error: set to the reason on error
 *
 * Return: number of destinations, or -EINVAL, also if a destination is listed twice.
 */
int netflow_destinations_parse(const char *text, struct netflow_destination_spec *specs,
			       struct netflow_error *error);

/**
 * netflow_destinations_write - write the canonical text of a list
 * @text: a list that netflow_destinations_parse() accepts
 * @buf: room for the text, or NULL to only measure it
 *
 * Return: length without the NUL.
 */
int netflow_destinations_write(const char *text, char *buf);

/**
 * netflow_destination_format - write the canonical text of one destination
 * @spec: the destination
 * @buf: gets the text; 160 bytes are always enough
 * @size: size of @buf in bytes
 *
 * Return: length without the NUL.
 */
int netflow_destination_format(const struct netflow_destination_spec *spec, char *buf,
			       size_t size);

/**
 * netflow_destination_equal - compare address, port, source, device and protocol
 * @a: first destination
 * @b: second destination
 *
 * Return: true if all are equal.
 */
bool netflow_destination_equal(const struct netflow_destination_spec *a,
			       const struct netflow_destination_spec *b);

#endif /* _NETFLOW_SETTINGS_DESTINATION_H */
