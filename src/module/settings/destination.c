// SPDX-License-Identifier: GPL-2.0
#include "destination.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "address.h"
#include "text.h"

/* Longest text of one destination, brackets, both addresses and the NUL included. */
#define TEXT_SIZE	160

#define PORT_DEFAULT	2055

#define SYNTAX	"ADDRESS[:PORT][@SOURCE][%%DEVICE][/PROTOCOL]"

/* The entry as given, for quoting in errors, and the result. */
struct reader {
	const struct netflow_span *entry;
	struct netflow_error *error;
	struct netflow_destination_spec *spec;
};

__printf(2, 3)
static int refuse(const struct reader *reader, const char *format, ...)
{
	char quote[NETFLOW_QUOTE_SIZE], why[sizeof(reader->error->text) - 80];
	va_list args;

	va_start(args, format);
	vscnprintf(why, sizeof(why), format, args);
	va_end(args);
	return netflow_refuse(reader->error, "destination '%s': %s",
			      netflow_quote(quote, reader->entry), why);
}

static const char *quoted(char buf[NETFLOW_QUOTE_SIZE], const char *text)
{
	struct netflow_span span = { text, strlen(text) };

	return netflow_quote(buf, &span);
}

static bool is_zero(const u8 *octets, size_t count)
{
	while (count) {
		if (octets[--count])
			return false;
	}
	return true;
}

static bool is_any(u8 family, const struct in6_addr *address)
{
	return is_zero(address->s6_addr, family == 4 ? 4 : 16);
}

static bool is_multicast(u8 family, const struct in6_addr *address)
{
	return family == 4 ? address->s6_addr[0] >> 4 == 0xe : address->s6_addr[0] == 0xff;
}

static bool is_mapped(u8 family, const struct in6_addr *address)
{
	return family == 6 && is_zero(address->s6_addr, 10) &&
	       address->s6_addr[10] == 0xff && address->s6_addr[11] == 0xff;
}

static bool is_link_local(u8 family, const struct in6_addr *address)
{
	return family == 6 && address->s6_addr[0] == 0xfe && (address->s6_addr[1] & 0xc0) == 0x80;
}

/* Take the brackets off; false if they don't match. */
static bool unbracket(char **text)
{
	size_t length = strlen(*text);

	if (**text != '[')
		return true;
	if ((*text)[length - 1] != ']')
		return false;
	(*text)[length - 1] = '\0';
	(*text)++;
	return true;
}

/* Return: 4, 6 or -EINVAL. */
static int read_address(const struct reader *reader, char *text, const char *what,
			struct in6_addr *address)
{
	char quote[NETFLOW_QUOTE_SIZE];
	bool bracket = *text == '[';
	int family = 0;

	memset(address, 0, sizeof(*address));
	quoted(quote, text);
	if (unbracket(&text)) {
		if (!bracket && netflow_ipv4_parse(text, address->s6_addr))
			family = 4;
		else if (netflow_ipv6_parse(text, address->s6_addr))
			family = 6;
	}
	if (!family)
		return refuse(reader, "%s '%s' is not an IP address; use an IPv4 or [IPv6] address",
			      what, quote);
	if (is_any(family, address))
		return refuse(reader, "%s '%s' is the unspecified address", what, quote);
	if (is_mapped(family, address))
		return refuse(reader,
			      "%s '%s' is an IPv4-mapped IPv6 address; write it as IPv4",
			      what, quote);
	return family;
}

static int read_port(const struct reader *reader, const char *text)
{
	struct netflow_span span = { text, strlen(text) };
	char quote[NETFLOW_QUOTE_SIZE];
	u32 port;

	if (netflow_span_u32(&span, &port) || !port || port > U16_MAX)
		return refuse(reader, "port '%s' is not a number from 1 to 65535",
			      quoted(quote, text));
	reader->spec->port = port;
	return 0;
}

/* Find the colon before the port; after an IPv6 address without brackets there is none. */
static char *find_port(char *text)
{
	char *colon = strrchr(text, ':');

	if (!colon)
		return NULL;
	if (*text == '[')
		return colon > text && colon[-1] == ']' ? colon : NULL;
	return strchr(text, ':') == colon ? colon : NULL;
}

static int read_target(const struct reader *reader, char *text)
{
	char *port = find_port(text);
	int family;

	if (port)
		*port++ = '\0';
	if (!*text)
		return refuse(reader, "no address; expected: " SYNTAX);
	family = read_address(reader, text, "address", &reader->spec->address);
	if (family < 0)
		return family;
	reader->spec->family = family;
	reader->spec->port = PORT_DEFAULT;
	return port ? read_port(reader, port) : 0;
}

static int read_source(const struct reader *reader, char *text)
{
	struct netflow_destination_spec *spec = reader->spec;
	char quote[NETFLOW_QUOTE_SIZE];
	int family;

	quoted(quote, text);
	family = read_address(reader, text, "source", &spec->source);
	if (family < 0)
		return family;
	if (family != spec->family)
		return refuse(reader, "source '%s' is not IPv%u like the address", quote,
			      spec->family);
	if (is_multicast(family, &spec->source))
		return refuse(reader, "source '%s' is a multicast address", quote);
	return 0;
}

/* Is this a valid name in the kernel, without characters that begin another part? */
static bool is_device_name(const char *text, size_t size)
{
	size_t i, length = strlen(text);

	if (!length || length >= size || !strcmp(text, ".") || !strcmp(text, ".."))
		return false;
	for (i = 0; i < length; i++) {
		if (text[i] <= ' ' || text[i] > '~' || strchr("/:@%", text[i]))
			return false;
	}
	return true;
}

static int read_device(const struct reader *reader, const char *text)
{
	struct netflow_destination_spec *spec = reader->spec;
	char quote[NETFLOW_QUOTE_SIZE];

	if (!is_device_name(text, sizeof(spec->device)))
		return refuse(reader, "device '%s' is not a device name (1 to 15 characters)",
			      quoted(quote, text));
	memcpy(spec->device, text, strlen(text) + 1);
	return 0;
}

static int read_protocol(const struct reader *reader, const char *text)
{
	struct netflow_span span = { text, strlen(text) };
	char quote[NETFLOW_QUOTE_SIZE];
	int protocol = netflow_protocol_read(&span);

	if (protocol < 0)
		return refuse(reader, "protocol '%s' is unknown; allowed: v5, v9, ipfix",
			      quoted(quote, text));
	reader->spec->protocol = protocol;
	return 0;
}

static int read_parts(const struct reader *reader, char *text)
{
	char *protocol = netflow_cut(text, '/');
	char *device = netflow_cut(text, '%');
	char *source = netflow_cut(text, '@');
	int err;

	err = read_target(reader, text);
	if (!err && source)
		err = read_source(reader, source);
	if (!err && device)
		err = read_device(reader, device);
	if (!err && protocol)
		err = read_protocol(reader, protocol);
	if (err)
		return err;
	if (is_link_local(reader->spec->family, &reader->spec->address) && !device)
		return refuse(reader, "a link-local address needs %%DEVICE");
	return 0;
}

static int read_destination(const struct netflow_span *entry,
			    struct netflow_destination_spec *spec, struct netflow_error *error)
{
	const struct reader reader = { entry, error, spec };
	char text[TEXT_SIZE];

	if (entry->length >= sizeof(text))
		return refuse(&reader, "too long for a destination");
	memset(spec, 0, sizeof(*spec));
	memcpy(text, entry->start, entry->length);
	text[entry->length] = '\0';
	return read_parts(&reader, text);
}

/* Is @spec among the first @count destinations of the text, all of which are valid? */
static bool is_among(const char *text, int count, const struct netflow_destination_spec *spec,
		     struct netflow_error *error)
{
	struct netflow_span list = netflow_list(text), entry;
	struct netflow_destination_spec other;

	while (count-- && netflow_list_next(&list, &entry)) {
		if (!read_destination(&entry, &other, error) &&
		    netflow_destination_equal(&other, spec))
			return true;
	}
	return false;
}

int netflow_destinations_parse(const char *text, struct netflow_destination_spec *specs,
			       struct netflow_error *error)
{
	const struct netflow_span whole = netflow_list(text);
	struct netflow_span list = whole, entry;
	struct netflow_destination_spec spec;
	struct reader reader = { &entry, error, &spec };
	int count = 0;
	int err;

	while (netflow_list_next(&list, &entry)) {
		if (!entry.length) {
			reader.entry = &whole;
			return refuse(&reader, "a part of the list is empty; expected: " SYNTAX);
		}
		err = read_destination(&entry, &spec, error);
		if (err)
			return err;
		if (is_among(text, count, &spec, error))
			return refuse(&reader, "it is in the list twice");
		if (count == NETFLOW_DESTINATIONS_MAX)
			return refuse(&reader, "more than %d destinations",
				      NETFLOW_DESTINATIONS_MAX);
		if (specs)
			specs[count] = spec;
		count++;
	}
	return count;
}

static int format_address(u8 family, const struct in6_addr *address, char *buf, size_t size)
{
	char text[NETFLOW_ADDRESS_TEXT_SIZE];

	if (family == 4)
		return netflow_ipv4_format(address->s6_addr, buf, size);
	netflow_ipv6_format(address->s6_addr, text, sizeof(text));
	return scnprintf(buf, size, "[%s]", text);
}

int netflow_destination_format(const struct netflow_destination_spec *spec, char *buf,
			       size_t size)
{
	int length = format_address(spec->family, &spec->address, buf, size);

	length += scnprintf(buf + length, size - length, ":%u", spec->port);
	if (!is_any(spec->family, &spec->source)) {
		length += scnprintf(buf + length, size - length, "@");
		length += format_address(spec->family, &spec->source, buf + length,
					 size - length);
	}
	if (spec->device[0])
		length += scnprintf(buf + length, size - length, "%%%s", spec->device);
	if (spec->protocol == 10)
		length += scnprintf(buf + length, size - length, "/ipfix");
	else if (spec->protocol)
		length += scnprintf(buf + length, size - length, "/v%u", spec->protocol);
	return length;
}

int netflow_destinations_write(const char *text, char *buf)
{
	struct netflow_span list = netflow_list(text), entry;
	struct netflow_destination_spec spec;
	struct netflow_error unused;
	char one[TEXT_SIZE];
	int size, length = 0;

	if (buf)
		buf[0] = '\0';
	while (netflow_list_next(&list, &entry) && !read_destination(&entry, &spec, &unused)) {
		one[0] = ',';
		size = netflow_destination_format(&spec, one + 1, sizeof(one) - 1) + 1;
		if (buf && length)
			memcpy(buf + length, one, size + 1);
		else if (buf)
			memcpy(buf, one + 1, size);
		length += length ? size : size - 1;
	}
	return length;
}

bool netflow_destination_equal(const struct netflow_destination_spec *a,
			       const struct netflow_destination_spec *b)
{
	return a->family == b->family && a->protocol == b->protocol && a->port == b->port &&
	       !memcmp(&a->address, &b->address, sizeof(a->address)) &&
	       !memcmp(&a->source, &b->source, sizeof(a->source)) &&
	       !strcmp(a->device, b->device);
}
