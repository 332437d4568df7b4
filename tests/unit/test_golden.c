// SPDX-License-Identifier: GPL-2.0
/* The encoders make the Messages in golden/, octet by octet. */
#include "encoding/encoder.h"

#include <stdlib.h>

#include "flows.h"
#include "test.h"

static const struct netflow_time now = { 1700000000123456789, 3600000 };

static const struct netflow_link links[] = {
	{ .ifindex = 1, .name = "lo", .description = "lo" },
	{ .ifindex = 7, .vrf = true, .name = "red", .description = "customer red" },
};

static void golden_link(const void *context, u32 index, struct netflow_link *link)
{
	(void)context;
	*link = links[index];
}

static const struct netflow_options options = {
	.domain_name = "edge", .sampling_interval = 1, .active_timeout = 1800,
	.inactive_timeout = 15, .observed_flows = 1000001, .exported_messages = 40,
	.exported_bytes = 52000, .exported_flows = 900, .init_unix_ms = 1699996400123,
	.ignored = {
		.process = 1, .packets = 3, .bytes = 4500,
		.unix_ms = { 1699999000000, 1699999900000 },
	},
	.lost = {
		.process = 2, .flows = 5, .packets = 5000000000, .bytes = 6000000000000,
		.unix_ms = { 1699998000000, 1699998000001 },
	},
	.links = ARRAY_SIZE(links), .link = golden_link,
};

static void set_addresses(struct sample *sample, const char *source, const char *destination,
			  const char *next_hop)
{
	if (sample->family == NETFLOW_V4) {
		inet_pton(AF_INET, source, &sample->v4.key.source);
		inet_pton(AF_INET, destination, &sample->v4.key.destination);
		inet_pton(AF_INET, next_hop, &sample->v4.next_hop);
	} else {
		inet_pton(AF_INET6, source, &sample->v6.key.source);
		inet_pton(AF_INET6, destination, &sample->v6.key.destination);
		inet_pton(AF_INET6, next_hop, &sample->v6.next_hop);
	}
}

static struct sample tcp(void)
{
	struct sample sample = { .family = NETFLOW_V4 };

	set_addresses(&sample, "192.0.2.1", "198.51.100.7", "203.0.113.254");
	sample_at(&sample, &now, 150000, 1000);
	sample.v4.flow.packets = 12;
	sample.v4.flow.bytes = 3456;
	sample.v4.flow.egress_ifindex = 3;
	sample.v4.flow.tcp_flags = 0x1b;
	sample.v4.flow.end_reason = NETFLOW_END_DETECTED;
	sample.v4.flow.ttl_min = 61;
	sample.v4.flow.ttl_max = 64;
	sample.v4.key.l4 = (struct netflow_key_l4) {
		.source_port = htons(49152), .destination_port = htons(443),
		.ingress_ifindex = 2, .protocol = 6, .tos = 0xb8,
		.direction = NETFLOW_INGRESS,
	};
	return sample;
}

static struct sample icmp(void)
{
	struct sample sample = { .family = NETFLOW_V4 };

	set_addresses(&sample, "192.0.2.99", "203.0.113.5", "0.0.0.0");
	sample_at(&sample, &now, 16000, 16000);
	sample.v4.flow.packets = 1;
	sample.v4.flow.bytes = 84;
	sample.v4.flow.egress_ifindex = 100000;
	sample.v4.flow.end_reason = NETFLOW_END_INACTIVE;
	sample.v4.flow.ttl_min = 64;
	sample.v4.flow.ttl_max = 64;
	sample.v4.key.l4 = (struct netflow_key_l4) {
		.destination_port = htons(0x0800), .protocol = 1, .direction = NETFLOW_EGRESS,
	};
	return sample;
}

static struct sample large_udp(void)
{
	struct sample sample = { .family = NETFLOW_V6 };

	set_addresses(&sample, "2001:db8::1:5353", "2001:db8:0:1::2", "fe80::1");
	sample_at(&sample, &now, 1800000, 250);
	sample.v6.flow.packets = 7000000000;
	sample.v6.flow.bytes = 9000000000123;
	sample.v6.flow.egress_ifindex = 7;
	sample.v6.flow.end_reason = NETFLOW_END_ACTIVE;
	sample.v6.flow.ttl_min = 1;
	sample.v6.flow.ttl_max = 255;
	sample.v6.flow_label = htonl(0xbeef5);
	sample.v6.key.l4 = (struct netflow_key_l4) {
		.source_port = htons(5353), .destination_port = htons(53),
		.ingress_ifindex = U32_MAX, .protocol = 17, .tos = 0xff,
		.direction = NETFLOW_INGRESS,
	};
	return sample;
}

static struct sample icmpv6(void)
{
	struct sample sample = { .family = NETFLOW_V6 };

	set_addresses(&sample, "2001:db8::10", "2001:db8::20", "::");
	sample_at(&sample, &now, 40000, 39000);
	sample.v6.flow.packets = 2;
	sample.v6.flow.bytes = 208;
	sample.v6.flow.egress_ifindex = 2;
	sample.v6.flow.end_reason = NETFLOW_END_FORCED;
	sample.v6.flow.ttl_min = 64;
	sample.v6.flow.ttl_max = 64;
	sample.v6.key.l4 = (struct netflow_key_l4) {
		.destination_port = htons(0x8000), .protocol = 58, .direction = NETFLOW_EGRESS,
	};
	return sample;
}

static struct sample large_tcp(void)
{
	struct sample sample = tcp();

	set_addresses(&sample, "10.1.2.3", "10.3.2.1", "203.0.113.254");
	sample_at(&sample, &now, 1800000, 0);
	sample.v4.flow.packets = 9000003;
	sample.v4.flow.bytes = 10000000000;
	sample.v4.flow.egress_ifindex = 9;
	sample.v4.flow.tcp_flags = 0xc2;
	sample.v4.key.l4.source_port = htons(20);
	sample.v4.key.l4.destination_port = htons(50000);
	sample.v4.key.l4.ingress_ifindex = 65536;
	return sample;
}

/* The octets of a file of hexadecimal digits with comments. */
static size_t read_golden(const char *name, u8 *data, size_t size)
{
	char path[512], line[256], *at;
	size_t length = 0;
	unsigned int octet;
	FILE *file;
	int used;

	snprintf(path, sizeof(path), "%s/%s.hex", GOLDEN, name);
	file = fopen(path, "r");
	if (!file) {
		test_failed(__FILE__, __LINE__, "%s: %s", path, strerror(errno));
		return 0;
	}
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "#")] = '\0';
		for (at = line; sscanf(at, " %2x%n", &octet, &used) == 1; at += used) {
			if (length < size)
				data[length++] = octet;
		}
	}
	fclose(file);
	return length;
}

static void check_golden(const char *name, u8 protocol, const struct sample *samples,
			 unsigned int count)
{
	u8 golden[2048], data[2048];
	struct netflow_message message = { .data = data, .size = sizeof(data) };
	size_t i, length = read_golden(name, golden, sizeof(golden));
	struct netflow_encoder encoder;

	netflow_encoder_init(&encoder, protocol, 0x00010203, 0, 0);
	encoder.sequence = 0x11223344;
	encoder.options = options;
	netflow_encoder_begin(&encoder, &message, now);
	for (i = 0; i < count; i++)
		CHECK_EQ(netflow_encoder_flow(&encoder, &message, samples[i].family,
					      &samples[i].flow), 0);
	netflow_encoder_finish(&encoder, &message);

	CHECK_EQ(message.len, length);
	for (i = 0; i < length && i < message.len; i++) {
		if (golden[i] != data[i])
			test_failed(__FILE__, __LINE__, "%s, octet %zu: %02x, not %02x", name, i,
				    data[i], golden[i]);
	}
}

TEST(v5_is_golden)
{
	const struct sample samples[] = { tcp(), icmp(), large_tcp() };

	check_golden("v5", NETFLOW_PROTOCOL_V5, samples, ARRAY_SIZE(samples));
}

TEST(v9_is_golden)
{
	const struct sample samples[] = { tcp(), icmp(), large_udp(), icmpv6() };

	check_golden("v9", NETFLOW_PROTOCOL_V9, samples, ARRAY_SIZE(samples));
}

TEST(ipfix_is_golden)
{
	const struct sample samples[] = { tcp(), icmp(), large_udp(), icmpv6() };

	check_golden("ipfix", NETFLOW_PROTOCOL_IPFIX, samples, ARRAY_SIZE(samples));
}
