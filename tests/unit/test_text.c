// SPDX-License-Identifier: GPL-2.0
/* Spans, lists, quotations, and addresses as text. */
#include "settings/text.h"

#include "settings/address.h"
#include "test.h"

/* The words of a list joined by '|', each in brackets. */
static const char *joined(const char *text)
{
	static char buf[256];
	struct netflow_span list = netflow_list(text), entry;
	int length = 0;

	buf[0] = '\0';
	while (netflow_list_next(&list, &entry))
		length += scnprintf(buf + length, sizeof(buf) - length, "[%.*s]",
				    (int)entry.length, entry.start);
	return buf;
}

TEST(lists_are_split_at_commas)
{
	CHECK_TEXT(joined(""), "");
	CHECK_TEXT(joined(" \t\r\n"), "");
	CHECK_TEXT(joined("a"), "[a]");
	CHECK_TEXT(joined(" a b\n"), "[a b]");
	CHECK_TEXT(joined("a,b"), "[a][b]");
	CHECK_TEXT(joined(" a\t, b ,c\n"), "[a][b][c]");
	CHECK_TEXT(joined(","), "[][]");
	CHECK_TEXT(joined("a,"), "[a][]");
	CHECK_TEXT(joined(",,a"), "[][][a]");
}

static int read_number(const char *text, u32 *value)
{
	struct netflow_span span = netflow_span(text);

	return netflow_span_u32(&span, value);
}

TEST(numbers_are_decimal)
{
	static const char *const bad[] = {
		"", " ", "+1", "-1", "0x10", "1 2", "1.0", "1e3", "ten", "1s", "\xb2",
	};
	u32 value = 0;
	unsigned int i;

	CHECK(!read_number("0", &value) && value == 0);
	CHECK(!read_number("\t00042\n", &value) && value == 42);
	CHECK(!read_number("4294967295", &value) && value == U32_MAX);
	CHECK_EQ(read_number("4294967296", &value), -ERANGE);
	CHECK_EQ(read_number("18446744073709551617", &value), -ERANGE);
	CHECK_EQ(read_number("99999999999999999999999999999999999999", &value), -ERANGE);
	CHECK_EQ(value, U32_MAX);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK_EQ(read_number(bad[i], &value), -EINVAL);
}

static const char *quote(const char *text)
{
	static char buf[NETFLOW_QUOTE_SIZE];
	struct netflow_span span = { text, strlen(text) };

	return netflow_quote(buf, &span);
}

TEST(quotations_are_printable_and_short)
{
	char text[256];
	unsigned int length, i;

	CHECK_TEXT(quote(""), "");
	CHECK_TEXT(quote("10.0.0.1:2055"), "10.0.0.1:2055");
	CHECK_TEXT(quote("a\nb\x01\x7f\xff'\\"), "a\\x0ab\\x01\\x7f\\xff\\x27\\x5c");
	for (length = 0; length < sizeof(text); length++) {
		memset(text, 'x', length);
		text[length] = '\0';
		CHECK(strlen(quote(text)) < NETFLOW_QUOTE_SIZE);
		CHECK_EQ(!strcmp(quote(text), text), length <= 44);
		CHECK_EQ(!strcmp(quote(text) + strlen(quote(text)) - (length > 44 ? 3 : 0),
				 length > 44 ? "..." : ""), 1);
		memset(text, '\n', length);
		CHECK(strlen(quote(text)) < NETFLOW_QUOTE_SIZE);
		for (i = 0; quote(text)[i]; i++)
			CHECK(quote(text)[i] >= ' ' && quote(text)[i] <= '~');
	}
}

static int read_protocol(const char *text)
{
	struct netflow_span span = netflow_span(text);

	return netflow_protocol_read(&span);
}

TEST(protocols_have_several_names)
{
	CHECK_EQ(read_protocol("5"), 5);
	CHECK_EQ(read_protocol("V5"), 5);
	CHECK_EQ(read_protocol("netflow5"), 5);
	CHECK_EQ(read_protocol("9"), 9);
	CHECK_EQ(read_protocol("v9"), 9);
	CHECK_EQ(read_protocol("NetFlow-v9"), 9);
	CHECK_EQ(read_protocol(" 10\n"), 10);
	CHECK_EQ(read_protocol("v10"), 10);
	CHECK_EQ(read_protocol("IPFIX"), 10);
	CHECK_EQ(read_protocol(""), -EINVAL);
	CHECK_EQ(read_protocol("1"), -EINVAL);
	CHECK_EQ(read_protocol("v55"), -EINVAL);
	CHECK_EQ(read_protocol("7"), -EINVAL);
	CHECK_EQ(read_protocol("sflow"), -EINVAL);
}

/* What is an address and what is not, is for inet_pton() to say. */
static void check_address(const char *text)
{
	u8 own[16], libc[16];
	bool is_v4 = inet_pton(AF_INET, text, libc) == 1;

	if (netflow_ipv4_parse(text, own) != is_v4 || (is_v4 && memcmp(own, libc, 4)))
		test_failed(__FILE__, __LINE__, "IPv4 '%s'", text);
	if (netflow_ipv6_parse(text, own) != (inet_pton(AF_INET6, text, libc) == 1) ||
	    (!is_v4 && inet_pton(AF_INET6, text, libc) == 1 && memcmp(own, libc, 16)))
		test_failed(__FILE__, __LINE__, "IPv6 '%s'", text);
}

TEST(addresses_are_what_libc_takes_for_them)
{
	static const char *const texts[] = {
		"", ".", ":", "::", ":::", "0", "1.2.3.4", "255.255.255.255", "256.1.1.1",
		"1.2.3", "1.2.3.4.5", "01.2.3.4", "0.0.0.0", "00.0.0.0", "1..2.3", "1.2.3.4 ",
		" 1.2.3.4", "1.2.3.", "0001.2.3.4", "-1.2.3.4", "1.2.3.4a", "::1", "1::", "::1::",
		"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::",
		"::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:8::",
		"::1:2:3:4:5:6:7:8", "12345::", "g::", "::ffff:1.2.3.4", "::1.2.3.4",
		"64:ff9b::192.0.2.33", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
		"1:2:3:4:5::1.2.3.4", "1:2:3:4:5:6::1.2.3.4", "::1.2.3.4:5", "1.2.3.4::",
		"::1.2.3.256", "::01.2.3.4", "1:", ":1", "1:::2", "::1:", "ABCD:EF01::aBcD",
		"fe80::1%eth0", "[::1]", "1:2", "::12345", "::0001", "::00001",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		check_address(texts[i]);
}

TEST(mutilated_addresses_are_what_libc_takes_for_them)
{
	static const char *const seeds[] = {
		"192.0.2.130", "2001:db8:0:1:22:333:4444:f", "2001:db8::1", "::ffff:192.0.2.1",
		"1:2:3:4:5:6:7.8.9.10", "fe80::",
	};
	static const char alphabet[] = "0123456789abcdefABCDEF:::...g ";
	unsigned int i, n, changes, good = 0;
	char text[64], *at;
	u8 address[16];

	for (i = 0; i < 300000; i++) {
		scnprintf(text, sizeof(text), "%s", seeds[i % ARRAY_SIZE(seeds)]);
		changes = test_random() % 4;
		for (n = 0; n < changes && strlen(text); n++) {
			at = text + test_random() % strlen(text);
			if (test_random() % 2)
				*at = alphabet[test_random() % (sizeof(alphabet) - 1)];
			else
				memmove(at, at + 1, strlen(at));
		}
		good += netflow_ipv6_parse(text, address);
		check_address(text);
	}
	CHECK(good > 10000);
}

TEST(formatted_addresses_are_read_again)
{
	char own[NETFLOW_ADDRESS_TEXT_SIZE], libc[INET6_ADDRSTRLEN];
	u8 address[16], again[16];
	unsigned int i, n, zeros;

	for (i = 0; i < 100000; i++) {
		zeros = test_random();
		for (n = 0; n < 16; n++)
			address[n] = zeros >> (n / 2) & 1 ? 0 : test_random() >> (n % 5);
		CHECK(netflow_ipv6_format(address, own, sizeof(own)) == (int)strlen(own));
		CHECK(netflow_ipv6_parse(own, again) && !memcmp(address, again, 16));
		inet_ntop(AF_INET6, address, libc, sizeof(libc));
		if (!strchr(libc, '.'))
			CHECK_TEXT(own, libc);
		netflow_ipv4_format(address, own, sizeof(own));
		inet_ntop(AF_INET, address, libc, sizeof(libc));
		CHECK_TEXT(own, libc);
	}
}

/* The part of a message that fits in @size bytes. */
static const char *fit(const char *message, size_t size)
{
	static char buf[256];
	struct netflow_error error;
	struct netflow_span span;

	scnprintf(error.text, sizeof(error.text), "%s", message);
	span = netflow_error_fit(&error, size);
	scnprintf(buf, sizeof(buf), "%.*s", (int)span.length, span.start);
	return buf;
}

TEST(long_errors_lose_whole_clauses)
{
	CHECK_TEXT(fit("hooks: 'x' is not a hook; allowed: a, b", 40),
		   "hooks: 'x' is not a hook; allowed: a, b");
	CHECK_TEXT(fit("hooks: 'x' is not a hook; allowed: a, b", 39), "hooks: 'x' is not a hook");
	CHECK_TEXT(fit("hooks: 'x' is not a hook; allowed: a, b", 25), "hooks: 'x' is not a hook");
	CHECK_TEXT(fit("a 'b': c is d; use e", 21), "a 'b': c is d; use e");
	CHECK_TEXT(fit("a 'b': c is d; use e", 20), "a 'b': c is d");
	CHECK_TEXT(fit("a 'b': c is d; use e", 14), "a 'b': c is d");
	CHECK_TEXT(fit("a 'b': c is d; use e", 13), "c is d");
	CHECK_TEXT(fit("a 'bbbbbbbbb': c is d; use e", 15), "c is d; use e");
	CHECK_TEXT(fit("no clauses", 10), "no clause");
	CHECK_TEXT(fit("", 1), "");
}
