/* SPDX-License-Identifier: GPL-2.0 */
/* IP addresses as text, the same in the kernel and in userspace. */
#ifndef _NETFLOW_ADDRESS_H
#define _NETFLOW_ADDRESS_H

#include <linux/types.h>

/* Longest text of an address, its NUL included. */
#define NETFLOW_ADDRESS_TEXT_SIZE	46

/**
 * netflow_ipv4_parse - read dotted decimal, as inet_pton() does
 * @text: NUL-terminated
 * @address: 4 octets, in network order; undefined if it returns false
 *
 * Return: false if @text is not an IPv4 address.
 */
bool netflow_ipv4_parse(const char *text, u8 *address);

/**
 * netflow_ipv6_parse - read any text form of RFC 4291, 2.2, as inet_pton() does
 * @text: NUL-terminated, without brackets and zone
 * @address: 16 octets, in network order; undefined if it returns false
 *
 * Return: false if @text is not an IPv6 address.
 */
bool netflow_ipv6_parse(const char *text, u8 *address);

/**
 * netflow_ipv4_format - write dotted decimal
 * @address: 4 octets, in network order
 * @buf: gets the text; NETFLOW_ADDRESS_TEXT_SIZE bytes are always enough
 * @size: of @buf
 *
 * Return: length without the NUL.
 */
int netflow_ipv4_format(const u8 *address, char *buf, size_t size);

/**
 * netflow_ipv6_format - write the form of RFC 5952, without a dotted tail
 * @address: 16 octets, in network order
 * @buf: gets the text; NETFLOW_ADDRESS_TEXT_SIZE bytes are always enough
 * @size: of @buf
 *
 * Return: length without the NUL.
 */
int netflow_ipv6_format(const u8 *address, char *buf, size_t size);

#endif /* _NETFLOW_ADDRESS_H */
