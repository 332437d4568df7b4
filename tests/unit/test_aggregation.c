// SPDX-License-Identifier: GPL-2.0
#include "settings/address.h"
#include "settings/aggregation.h"
#include "settings/text.h"
#include "flow/aggregate.h"

#include "test.h"

#include <stdlib.h>

static struct netflow_error error;

static struct netflow_aggregation *rules(const char *text)
{
	int count = netflow_aggregation_parse(text, NULL, &error);
	struct netflow_aggregation *aggregation;

	if (count < 0)
		test_failed(__FILE__, __LINE__, "'%s' is refused: %s", text, error.text);
	count = max(count, 0);
	aggregation = calloc(1, sizeof(*aggregation) + count * sizeof(aggregation->rules[0]));
	aggregation->count = netflow_aggregation_parse(text, aggregation->rules, &error);
	return aggregation;
}

/* What rules make of a source and a destination address. */
static void check_addresses(const char *text, const char *source, const char *destination,
			    const char *source_after, const char *destination_after)
{
	struct netflow_aggregation *aggregation = rules(text);
	struct netflow_key_v4 v4 = {};
	struct netflow_key_v6 v6 = {};
	char buf[NETFLOW_ADDRESS_TEXT_SIZE];

	if (netflow_ipv4_parse(source, (u8 *)&v4.source)) {
		CHECK(netflow_ipv4_parse(destination, (u8 *)&v4.destination));
		netflow_aggregate_v4(aggregation, &v4);
		netflow_ipv4_format((u8 *)&v4.source, buf, sizeof(buf));
		CHECK_TEXT(buf, source_after);
		netflow_ipv4_format((u8 *)&v4.destination, buf, sizeof(buf));
	} else {
		CHECK(netflow_ipv6_parse(source, v6.source.s6_addr));
		CHECK(netflow_ipv6_parse(destination, v6.destination.s6_addr));
		netflow_aggregate_v6(aggregation, &v6);
		netflow_ipv6_format(v6.source.s6_addr, buf, sizeof(buf));
		CHECK_TEXT(buf, source_after);
		netflow_ipv6_format(v6.destination.s6_addr, buf, sizeof(buf));
	}
	CHECK_TEXT(buf, destination_after);
	free(aggregation);
}

static void check_ports(const char *text, u8 protocol, u16 source, u16 destination,
			u16 source_after, u16 destination_after)
{
	struct netflow_aggregation *aggregation = rules(text);
	struct netflow_key_v4 v4 = { .l4 = { .protocol = protocol,
					     .source_port = htons(source),
					     .destination_port = htons(destination) } };
	struct netflow_key_v6 v6 = { .l4 = v4.l4 };

	netflow_aggregate_v4(aggregation, &v4);
	netflow_aggregate_v6(aggregation, &v6);
	CHECK_EQ(ntohs(v4.l4.source_port), source_after);
	CHECK_EQ(ntohs(v4.l4.destination_port), destination_after);
	CHECK(!memcmp(&v4.l4, &v6.l4, sizeof(v4.l4)));
	free(aggregation);
}

TEST(addresses_become_networks)
{
	check_addresses("192.0.0.0/8=16", "192.1.2.3", "191.1.2.3", "192.1.0.0", "191.1.2.3");
	check_addresses("10.0.0.0/8=8", "10.255.255.255", "11.0.0.1", "10.0.0.0", "11.0.0.1");
	check_addresses("0.0.0.0/0=0", "10.1.2.3", "255.255.255.255", "0.0.0.0", "0.0.0.0");
	check_addresses("0.0.0.0/0=32", "10.1.2.3", "1.2.3.4", "10.1.2.3", "1.2.3.4");
	check_addresses("10.1.2.3/32=31", "10.1.2.3", "10.1.2.2", "10.1.2.2", "10.1.2.2");
	check_addresses("10.1.2.128/25=27", "10.1.2.127", "10.1.2.255", "10.1.2.127", "10.1.2.224");
	check_addresses("2001:db8::/32=48", "2001:db8:1:2::3", "2001:db9::1", "2001:db8:1::",
			"2001:db9::1");
	check_addresses("::/0=1", "8000::1", "7fff::1", "8000::", "::");
	check_addresses("fd00::/7=128", "fc00::1", "fe00::1", "fc00::1", "fe00::1");
}

TEST(a_family_leaves_the_other_alone)
{
	check_addresses("0.0.0.0/0=0", "2001:db8::1", "::1", "2001:db8::1", "::1");
	check_addresses("::/0=0", "10.1.2.3", "10.1.2.4", "10.1.2.3", "10.1.2.4");
}

TEST(ports_become_others)
{
	check_ports("80-89=80", 6, 79, 80, 79, 80);
	check_ports("80-89=80", 17, 89, 90, 80, 90);
	check_ports("3128=80", 132, 3128, 3129, 80, 3129);
	check_ports("0-65535=0", 33, 1, 65535, 0, 0);
	check_ports("0=65535", 136, 0, 1, 65535, 1);
}

TEST(type_and_code_of_icmp_are_no_port)
{
	check_ports("0-65535=1", 1, 0, 2048, 0, 2048);
	check_ports("0-65535=1", 58, 0, 2048, 0, 2048);
	check_ports("0-65535=1", 47, 0, 0, 0, 0);
}

TEST(the_first_rule_that_matches_counts)
{
	check_addresses("10.0.0.0/8=24,10.0.0.0/8=8", "10.1.2.3", "10.4.5.6", "10.1.2.0",
			"10.4.5.0");
	check_addresses("10.1.0.0/16=32,10.0.0.0/8=8", "10.1.2.3", "10.4.5.6", "10.1.2.3",
			"10.0.0.0");
	check_ports("1-10=20,20=30", 6, 5, 20, 20, 30);
	check_addresses("80=1,10.0.0.0/8=16", "10.1.2.3", "1.1.1.1", "10.1.0.0", "1.1.1.1");
}

/* What is kept of a text; and reading that gives the same again. */
static void check_kept(const char *text, const char *kept)
{
	char buf[NETFLOW_SETTING_TEXT_SIZE], again[NETFLOW_SETTING_TEXT_SIZE];
	struct netflow_aggregation *first = rules(text), *second = rules(kept);

	CHECK_EQ(netflow_aggregation_write(text, NULL), strlen(kept));
	CHECK_EQ(netflow_aggregation_write(text, buf), strlen(kept));
	CHECK_TEXT(buf, kept);
	netflow_aggregation_write(buf, again);
	CHECK_TEXT(again, kept);
	CHECK_EQ(first->count, second->count);
	CHECK(!memcmp(first->rules, second->rules, first->count * sizeof(first->rules[0])));
	free(first);
	free(second);
}

TEST(texts_are_kept_in_one_form)
{
	check_kept("", "");
	check_kept("\t ", "");
	check_kept(",80-89=80", "80-89=80");
	check_kept(" 192.0.0.0/8=16 , 10.0.0.0/8=16,,80-89=80,3128=80,",
		   "192.0.0.0/8=16,10.0.0.0/8=16,80-89=80,3128=80");
	check_kept("192.168.1.5/16=24", "192.168.0.0/16=24");
	check_kept("2001:DB8:0:0::1/32=48", "2001:db8::/32=48");
	check_kept("80-80=0080", "80=80");
}

static void refused(const char *text, const char *sentence)
{
	error.text[0] = '\0';
	CHECK_EQ(netflow_aggregation_parse(text, NULL, &error), -EINVAL);
	CHECK_TEXT(error.text, sentence);
}

#define SYNTAX	"not a rule; allowed: NETWORK/LENGTH=LENGTH or PORT[-PORT]=PORT"

TEST(refusals_quote_the_rule)
{
	refused("80", "aggregation: '80': " SYNTAX);
	refused("80=80,x", "aggregation: 'x': " SYNTAX);
	refused("=80", "aggregation: '=80': " SYNTAX);
	refused("80=", "aggregation: '80=': " SYNTAX);
	refused("80-=80", "aggregation: '80-=80': " SYNTAX);
	refused("-89=80", "aggregation: '-89=80': " SYNTAX);
	refused("80=80=80", "aggregation: '80=80=80': " SYNTAX);
	refused("65536=1", "aggregation: '65536=1': " SYNTAX);
	refused("1=65536", "aggregation: '1=65536': " SYNTAX);
	refused("10.0.0.0=8", "aggregation: '10.0.0.0=8': " SYNTAX);
	refused("89-80=80", "aggregation: '89-80=80': the port range ends before it begins");
	refused("10.0.0/8=8", "aggregation: '10.0.0/8=8': the network is not an IP address");
	refused("10.0.0.0/33=8",
		"aggregation: '10.0.0.0/33=8': the network's length is not a number from 0 to 32");
	refused("10.0.0.0/8=33",
		"aggregation: '10.0.0.0/8=33': the length after '=' is not a number from 0 to 32");
	refused("::/129=8",
		"aggregation: '::/129=8': the network's length is not a number from 0 to 128");
	refused("::/8=x",
		"aggregation: '::/8=x': the length after '=' is not a number from 0 to 128");
	refused("1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111/8=8",
		"aggregation: '1111:1111:1111:1111:1111:1111:1111:1111:1111...': too long for a rule");
}
