// SPDX-License-Identifier: GPL-2.0
#include "address.h"

#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#define GROUPS	8

/* One decimal octet without leading zeros; NULL if there is none. */
static const char *read_octet(const char *text, u8 *octet)
{
	const char *start = text;
	unsigned int value = 0;

	while (*text >= '0' && *text <= '9' && text - start < 3)
		value = value * 10 + (*text++ - '0');
	if (text == start || value > 255 || (*start == '0' && text - start > 1))
		return NULL;
	*octet = value;
	return text;
}

bool netflow_ipv4_parse(const char *text, u8 *address)
{
	int i;

	for (i = 0; i < 4; i++) {
		if (i && *text++ != '.')
			return false;
		text = read_octet(text, &address[i]);
		if (!text)
			return false;
	}
	return !*text;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One group of one to four hexadecimal digits; NULL if there is none. */
static const char *read_group(const char *text, u8 *group)
{
	const char *start = text;
	u16 value = 0;

	while (hex_digit(*text) >= 0 && text - start < 4)
		value = value << 4 | hex_digit(*text++);
	if (text == start)
		return NULL;
	put_unaligned_be16(value, group);
	return text;
}

/*
 * Read groups separated by ":" up to "::" or the end; the last two may be an IPv4 address.
 * Return: number of groups, or -1 on error; *rest is set to what follows.
 */
static int read_groups(const char *text, u8 *groups, int room, const char **rest)
{
	const char *next;
	int count = 0;

	for (;;) {
		if (count + 2 <= room && netflow_ipv4_parse(text, groups + 2 * count)) {
			*rest = "";
			return count + 2;
		}
		next = count < room ? read_group(text, groups + 2 * count) : NULL;
		if (!next)
			return -1;
		count++;
		*rest = next;
		if (next[0] != ':' || next[1] == ':')
			return count;
		text = next + 1;
	}
}

bool netflow_ipv6_parse(const char *text, u8 *address)
{
	u8 tail[2 * GROUPS];
	int before = 0, after = 0;

	if (strncmp(text, "::", 2)) {
		before = read_groups(text, address, GROUPS, &text);
		if (before < 0)
			return false;
	}
	if (!*text)
		return before == GROUPS;
	if (strncmp(text, "::", 2))
		return false;

	/* "::" replaces at least one group of zeros. */
	text += 2;
	if (*text) {
		after = read_groups(text, tail, GROUPS - 1 - before, &text);
		if (after < 0 || *text)
			return false;
	}
	if (before + after >= GROUPS)
		return false;
	memset(address + 2 * before, 0, 2 * (GROUPS - before - after));
	memcpy(address + 2 * (GROUPS - after), tail, 2 * after);
	return true;
}

int netflow_ipv4_format(const u8 *address, char *buf, size_t size)
{
	return scnprintf(buf, size, "%u.%u.%u.%u", address[0], address[1], address[2], address[3]);
}

/* Find the longest run of two or more groups of zeros, the first of several equally long. */
static void find_zeros(const u8 *address, int *start, int *length)
{
	int i, run = 0;

	*start = -1;
	*length = 1;
	for (i = 0; i < GROUPS; i++) {
		run = get_unaligned_be16(address + 2 * i) ? 0 : run + 1;
		if (run > *length) {
			*length = run;
			*start = i + 1 - run;
		}
	}
}

int netflow_ipv6_format(const u8 *address, char *buf, size_t size)
{
	int zeros, count, length = 0, i = 0;

	find_zeros(address, &zeros, &count);
	if (size)
		buf[0] = '\0';
	while (i < GROUPS) {
		if (i == zeros) {
			length += scnprintf(buf + length, size - length, "::");
			i += count;
			continue;
		}
		length += scnprintf(buf + length, size - length, "%s%x",
				    i && i != zeros + count ? ":" : "",
				    get_unaligned_be16(address + 2 * i));
		i++;
	}
	return length;
}
