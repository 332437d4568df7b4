// SPDX-License-Identifier: GPL-2.0
#include "flows.h"

#include "test.h"

static void randomize(void *memory, size_t size)
{
	u8 *octets = memory;

	while (size--)
		*octets++ = test_random();
}

/* Numbers of all magnitudes are equally likely, and so are the bounds. */
static u64 random_number(unsigned int bits)
{
	return test_random() >> (64 - bits) >> test_random() % bits;
}

static void random_l4(struct netflow_key_l4 *l4)
{
	static const u8 protocols[] = { 1, 6, 17, 58 };

	randomize(&l4->source_port, sizeof(l4->source_port));
	randomize(&l4->destination_port, sizeof(l4->destination_port));
	l4->ingress_ifindex = random_number(32);
	l4->protocol = test_random() % 8 ? protocols[test_random() % 4] : test_random();
	l4->tos = test_random();
	l4->direction = test_random() % 2;
}

static void random_flow(struct netflow_flow *flow)
{
	flow->packets = random_number(64);
	flow->bytes = random_number(64);
	flow->egress_ifindex = random_number(32);
	flow->tcp_flags = test_random();
	flow->end_reason = 1 + test_random() % 5;
	flow->ttl_min = test_random();
	flow->ttl_max = test_random();
}

struct sample sample_random(const struct netflow_time *now)
{
	s64 last_age = (s64)random_number(26) - 5;
	struct sample sample;

	memset(&sample, 0, sizeof(sample));
	sample.family = test_random() % 2 ? NETFLOW_V6 : NETFLOW_V4;
	random_flow(&sample.flow);
	sample_at(&sample, now, last_age + (s64)random_number(26), last_age);

	if (sample.family == NETFLOW_V4) {
		randomize(&sample.v4.key, sizeof(sample.v4.key));
		randomize(&sample.v4.next_hop, sizeof(sample.v4.next_hop));
		random_l4(&sample.v4.key.l4);
	} else {
		randomize(&sample.v6.key, sizeof(sample.v6.key));
		randomize(&sample.v6.next_hop, sizeof(sample.v6.next_hop));
		random_l4(&sample.v6.key.l4);
		sample.v6.flow_label = htobe32(test_random() & 0xfffff);
	}
	return sample;
}

void sample_at(struct sample *sample, const struct netflow_time *now, s64 first_age, s64 last_age)
{
	sample->first_age = first_age;
	sample->last_age = last_age;
	sample->flow.first = now->uptime_ms - first_age;
	sample->flow.last = now->uptime_ms - last_age;
}

static void expect_times(struct decoded_flow *expected, const struct sample *sample, u8 protocol,
			 const struct netflow_time *now)
{
	s64 first = (s64)(now->unix_ns / 1000000) - sample->first_age;
	s64 last = (s64)(now->unix_ns / 1000000) - sample->last_age;

	if (protocol == 10) {
		expected->first_ms = first < 0 ? 0 : first;
		expected->last_ms = last < 0 ? 0 : last;
	} else {
		expected->first_uptime = now->uptime_ms - sample->first_age;
		expected->last_uptime = now->uptime_ms - sample->last_age;
	}
}

static void expect_l4(struct decoded_flow *expected, const struct netflow_key_l4 *l4, u8 protocol)
{
	expected->ingress = l4->ingress_ifindex;
	expected->source_port = be16toh(l4->source_port);
	expected->destination_port = be16toh(l4->destination_port);
	expected->protocol = l4->protocol;
	expected->tos = l4->tos;
	expected->direction = l4->direction;
	if (l4->protocol != (expected->version == 4 ? 1 : 58))
		return;
	expected->icmp = be16toh(l4->destination_port);
	expected->icmp_id = protocol == 10 && expected->version == 6 ? 139 : 32;
}

/* What v5 has no place for, or less. */
static void reduce_to_v5(struct decoded_flow *expected)
{
	expected->tcp_flags &= 0xff;
	expected->ingress = expected->ingress > 65535 ? 65535 : expected->ingress;
	expected->egress = expected->egress > 65535 ? 65535 : expected->egress;
	expected->ttl_min = 0;
	expected->ttl_max = 0;
	expected->end_reason = 0;
	expected->direction = 0;
	expected->icmp = 0;
	expected->icmp_id = 0;
}

struct decoded_flow sample_expected(const struct sample *sample, u8 protocol,
				    const struct netflow_time *now)
{
	struct decoded_flow expected;

	memset(&expected, 0, sizeof(expected));
	expected.packets = sample->flow.packets;
	expected.bytes = sample->flow.bytes;
	expected.egress = sample->flow.egress_ifindex;
	expected.tcp_flags = sample->flow.tcp_flags & (protocol == 10 ? 0xfff : 0xff);
	expected.end_reason = sample->flow.end_reason;
	expected.ttl_min = sample->flow.ttl_min;
	expected.ttl_max = sample->flow.ttl_max;
	expect_times(&expected, sample, protocol, now);

	if (sample->family == NETFLOW_V4) {
		expected.version = 4;
		memcpy(expected.source, &sample->v4.key.source, 4);
		memcpy(expected.destination, &sample->v4.key.destination, 4);
		memcpy(expected.next_hop, &sample->v4.next_hop, 4);
		expect_l4(&expected, &sample->v4.key.l4, protocol);
	} else {
		expected.version = 6;
		memcpy(expected.source, &sample->v6.key.source, 16);
		memcpy(expected.destination, &sample->v6.key.destination, 16);
		memcpy(expected.next_hop, &sample->v6.next_hop, 16);
		expected.flow_label = be32toh(sample->v6.flow_label);
		expect_l4(&expected, &sample->v6.key.l4, protocol);
	}
	if (protocol == 5)
		reduce_to_v5(&expected);
	return expected;
}
