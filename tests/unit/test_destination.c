// SPDX-License-Identifier: GPL-2.0
#include "settings/destination.h"

#include "test.h"

static struct netflow_destination_spec specs[NETFLOW_DESTINATIONS_MAX];
static struct netflow_error error;

/* The canonical text of the one destination of that text. */
static const char *canonical(const char *text)
{
	static char buf[160];

	error.text[0] = '\0';
	if (netflow_destinations_parse(text, specs, &error) != 1)
		return error.text;
	CHECK_EQ(netflow_destination_format(&specs[0], buf, sizeof(buf)), strlen(buf));
	return buf;
}

/* The text is refused, with a sentence that contains the quotation. */
static void check_refused(const char *text, const char *quotation)
{
	memset(&error, 0, sizeof(error));
	CHECK_EQ(netflow_destinations_parse(text, specs, &error), -EINVAL);
	if (!strstr(error.text, quotation))
		test_failed(__FILE__, __LINE__, "'%s' is not in \"%s\"", quotation, error.text);
	CHECK(strlen(error.text) < sizeof(error.text) - 1);
}

TEST(a_destination_is_read)
{
	struct netflow_destination_spec *spec = &specs[0];

	CHECK_EQ(netflow_destinations_parse("192.0.2.1", specs, &error), 1);
	CHECK_EQ(spec->family, 4);
	CHECK(!memcmp(&spec->address, "\xc0\0\2\1\0\0\0\0\0\0\0\0\0\0\0", 16));
	CHECK_EQ(spec->port, 2055);
	CHECK_EQ(spec->protocol, 0);
	CHECK_TEXT(spec->device, "");

	CHECK_EQ(netflow_destinations_parse("[2001:db8::1]:9995@[2001:db8::2]%eth0.100/ipfix",
					    specs, &error), 1);
	CHECK_EQ(spec->family, 6);
	CHECK(!memcmp(&spec->address, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16));
	CHECK(!memcmp(&spec->source, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2", 16));
	CHECK_EQ(spec->port, 9995);
	CHECK_EQ(spec->protocol, 10);
	CHECK_TEXT(spec->device, "eth0.100");
}

TEST(destinations_have_a_canonical_form)
{
	CHECK_TEXT(canonical(" 127.0.0.1\n"), "127.0.0.1:2055");
	CHECK_TEXT(canonical("127.0.0.1:02055"), "127.0.0.1:2055");
	CHECK_TEXT(canonical("::1"), "[::1]:2055");
	CHECK_TEXT(canonical("[::1]"), "[::1]:2055");
	CHECK_TEXT(canonical("2001:db8::1:2055"), "[2001:db8::1:2055]:2055");
	CHECK_TEXT(canonical("[2001:0db8:0000::1]:1@2001:db8::2"), "[2001:db8::1]:1@[2001:db8::2]");
	CHECK_TEXT(canonical("224.0.0.1%eth0/netflow9"), "224.0.0.1:2055%eth0/v9");
	CHECK_TEXT(canonical("ff02::1%eth0"), "[ff02::1]:2055%eth0");
	CHECK_TEXT(canonical("fe80::1%enp0s31f6.1234"), "[fe80::1]:2055%enp0s31f6.1234");
	CHECK_TEXT(canonical("10.0.0.1:65535@10.0.0.2%eth-_.0/V5"),
		   "10.0.0.1:65535@10.0.0.2%eth-_.0/v5");
	CHECK_TEXT(canonical("10.0.0.1/10"), "10.0.0.1:2055/ipfix");
}

TEST(wrong_destinations_are_refused)
{
	check_refused("10.0.0.1:0", "port '0'");
	check_refused("10.0.0.1:65536", "port '65536'");
	check_refused("10.0.0.1:", "port ''");
	check_refused("10.0.0.1:99999999999999999999", "port '99999999999999999999'");
	check_refused("10.0.0.1:-5", "port '-5'");
	check_refused("10.0.0.1: 5", "port ' 5'");
	check_refused("10.0.0.1:http", "port 'http'");
	check_refused("[::1]:", "port ''");
	check_refused("[::1]2055", "'[::1]2055'");
	check_refused("[::1", "'[::1'");
	check_refused("[", "'['");
	check_refused("[]", "'[]'");
	check_refused("::1]", "'::1]'");
	check_refused("[10.0.0.1]:5", "'[10.0.0.1]'");
	check_refused(":2055", "no address");
	check_refused("@10.0.0.1", "no address");
	check_refused("%eth0", "no address");
	check_refused("/v9", "no address");
	check_refused("10.0.0.1,", "a part of the list is empty");
	check_refused(",10.0.0.1", "a part of the list is empty");
	check_refused("10.0.0.1,,10.0.0.2", "a part of the list is empty");
	check_refused("10.0.0.1,10.0.0.2:0", "destination '10.0.0.2:0'");
	check_refused("collector.example.org:2055", "use an IPv4 or [IPv6] address");
	check_refused("localhost", "'localhost'");
	check_refused("10.0.0", "'10.0.0'");
	check_refused("10.0.0.1 10.0.0.2", "'10.0.0.1 10.0.0.2'");
	check_refused("0.0.0.0", "unspecified");
	check_refused("[::]:2055", "unspecified");
	check_refused("::ffff:10.0.0.1", "write it as IPv4");
	check_refused("10.0.0.1@::1", "source '::1' is not IPv4");
	check_refused("::1@10.0.0.1", "source '10.0.0.1' is not IPv6");
	check_refused("10.0.0.1@0.0.0.0", "source '0.0.0.0' is the unspecified");
	check_refused("10.0.0.1@224.0.0.1", "multicast");
	check_refused("::1@ff02::1", "multicast");
	check_refused("10.0.0.1@", "source ''");
	check_refused("10.0.0.1@10.0.0.2:5", "source '10.0.0.2:5'");
	check_refused("10.0.0.1@10.0.0.2@10.0.0.3", "source '10.0.0.2@10.0.0.3'");
	check_refused("10.0.0.1%", "device ''");
	check_refused("10.0.0.1%sixteen-characte", "device 'sixteen-characte'");
	check_refused("10.0.0.1%a b", "device 'a b'");
	check_refused("10.0.0.1%.", "device '.'");
	check_refused("10.0.0.1%..", "device '..'");
	check_refused("10.0.0.1%eth0@10.0.0.2", "device 'eth0@10.0.0.2'");
	check_refused("10.0.0.1%eth0%eth1", "device 'eth0%eth1'");
	check_refused("10.0.0.1%\xc3\xa9", "device '\\xc3\\xa9'");
	check_refused("10.0.0.1/", "protocol ''");
	check_refused("10.0.0.1/v7", "protocol 'v7'");
	check_refused("10.0.0.1/v9/v5", "protocol 'v9/v5'");
	check_refused("10.0.0.1/v9%eth0", "protocol 'v9%eth0'");
	check_refused("fe80::1", "link-local");
	check_refused("febf::1@fe80::2", "link-local");
	check_refused("10.0.0.1\n10.0.0.2", "\\x0a");
}

TEST(the_longest_device_name_is_taken)
{
	CHECK_TEXT(canonical("10.0.0.1%fifteen-charact"), "10.0.0.1:2055%fifteen-charact");
	CHECK_EQ(strlen("fifteen-charact"), 15);
	check_refused("10.0.0.1%sixteen-characte", "1 to 15");
	CHECK_EQ(strlen("sixteen-characte"), 16);
}

TEST(a_very_long_destination_is_refused)
{
	char text[4000];

	memset(text, '1', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	check_refused(text, "too long for a destination");
	text[160] = '\0';
	check_refused(text, "too long for a destination");
	text[159] = '\0';
	check_refused(text, "is not an IP address");
}

TEST(lists_of_destinations)
{
	char text[512] = "";
	int i;

	CHECK_EQ(netflow_destinations_parse("", specs, &error), 0);
	CHECK_EQ(netflow_destinations_parse("\n ", NULL, &error), 0);
	CHECK_EQ(netflow_destinations_parse("10.0.0.1 , ::1,\t10.0.0.2\n", specs, &error), 3);
	CHECK_EQ(specs[1].family, 6);
	for (i = 1; i <= NETFLOW_DESTINATIONS_MAX; i++)
		sprintf(text + strlen(text), "%s10.0.0.%d", i > 1 ? "," : "", i);
	CHECK_EQ(netflow_destinations_parse(text, specs, &error), NETFLOW_DESTINATIONS_MAX);
	CHECK_EQ(specs[15].address.s6_addr[3], 16);
	strcat(text, ",10.0.0.17");
	check_refused(text, "destination '10.0.0.17': more than 16");
}

TEST(the_same_destination_twice_is_refused)
{
	check_refused("10.0.0.1,10.0.0.1:2055", "'10.0.0.1:2055': it is in the list twice");
	check_refused("::1,10.0.0.1,0:0::1", "twice");
	check_refused("10.0.0.1/v9,10.0.0.1/9", "twice");
	CHECK_EQ(netflow_destinations_parse("10.0.0.1,10.0.0.1:2056,10.0.0.1/v9", specs, &error),
		 3);
	CHECK_EQ(netflow_destinations_parse("10.0.0.1,10.0.0.1%a,10.0.0.1%b", specs, &error), 3);
	CHECK_EQ(netflow_destinations_parse("10.0.0.1,10.0.0.1@10.0.0.2,10.0.0.2", specs, &error),
		 3);
}

static struct netflow_destination_spec random_destination(void)
{
	static const u8 protocols[] = { 0, 5, 9, 10 };
	struct netflow_destination_spec spec;
	unsigned int i, size;

	memset(&spec, 0, sizeof(spec));
	spec.family = test_random() % 2 ? 4 : 6;
	spec.protocol = protocols[test_random() % 4];
	spec.port = 1 + test_random() % 65535;
	size = spec.family == 4 ? 4 : 16;
	for (i = 0; i < size; i++) {
		spec.address.s6_addr[i] = test_random() % 3 ? 0 : test_random();
		spec.source.s6_addr[i] = test_random() % 3 ? 0 : test_random();
	}
	spec.address.s6_addr[0] = 32;
	spec.source.s6_addr[0] = 32;
	if (test_random() % 2)
		memset(&spec.source, 0, sizeof(spec.source));
	size = test_random() % 16;
	for (i = 0; i < size; i++)
		spec.device[i] = "abcXYZ019-_.+"[test_random() % 13];
	if (!strcmp(spec.device, ".") || !strcmp(spec.device, ".."))
		memset(spec.device, 0, sizeof(spec.device));
	return spec;
}

TEST(formatted_destinations_are_read_again)
{
	struct netflow_destination_spec spec;
	char text[160], again[160];
	int i;

	for (i = 0; i < 100000; i++) {
		spec = random_destination();
		CHECK_EQ(netflow_destination_format(&spec, text, sizeof(text)), strlen(text));
		CHECK_EQ(netflow_destinations_parse(text, specs, &error), 1);
		CHECK(netflow_destination_equal(&spec, &specs[0]));
		netflow_destination_format(&specs[0], again, sizeof(again));
		CHECK_TEXT(again, text);
	}
}

TEST(destinations_that_differ_are_not_equal)
{
	struct netflow_destination_spec spec = random_destination(), other;

	CHECK(netflow_destination_equal(&spec, &spec));
	other = spec;
	other.port ^= 1;
	CHECK(!netflow_destination_equal(&spec, &other));
	other = spec;
	other.protocol ^= 1;
	CHECK(!netflow_destination_equal(&spec, &other));
	other = spec;
	other.family ^= 2;
	CHECK(!netflow_destination_equal(&spec, &other));
	other = spec;
	other.address.s6_addr[3] ^= 1;
	CHECK(!netflow_destination_equal(&spec, &other));
	other = spec;
	other.source.s6_addr[3] ^= 1;
	CHECK(!netflow_destination_equal(&spec, &other));
	other = spec;
	other.device[0] = spec.device[0] == 'x' ? 'y' : 'x';
	CHECK(!netflow_destination_equal(&spec, &other));
}
