// SPDX-License-Identifier: GPL-2.0
/* `netflowctl top`: two readings of the flows become rates; filters. */
#include <stdlib.h>

#include "flows/filter.h"
#include "flows/list.h"
#include "flows/rate.h"
#include "command/options.h"
#include "text/complain.h"
#include "text/output.h"
#include "test.h"

/* What the filter says of bad input; only that it says something counts here. */
static unsigned int complaints;

void complain(const char *format, ...)
{
	(void)format;
	complaints++;
}

static u32 below(u32 limit)
{
	return test_random() % limit;
}

static int compare(const void *a, const void *b)
{
	const struct flow *one = a, *other = b;

	return memcmp(&one->key, &other->key, sizeof(one->key));
}

/* Keys are told apart by their number alone, so the same one may be in two lists. */
static struct flow make_flow(u32 number)
{
	struct flow flow = {
		.key = {
			.version = 4, .protocol = number % 3 ? 17 : 6,
			.source_port = 1024 + number, .destination_port = number % 5,
			.ingress = 1000000 + number % 4,
		},
		.egress = 1000000 + number % 7,
		.start = 1000000,
	};

	flow.key.source.s6_addr[3] = number % 11;
	flow.key.destination.s6_addr[0] = 10;
	flow.key.destination.s6_addr[3] = number % 13;
	return flow;
}

static void make_lists(struct flow_list *old, struct flow_list *new, u64 *packets, u64 *bytes)
{
	u32 count = below(200), i;

	*old = (struct flow_list){ .flows = calloc(count + 1, sizeof(struct flow)) };
	*new = (struct flow_list){ .flows = calloc(count + 1, sizeof(struct flow)) };
	for (i = 0; i < count; i++) {
		struct flow flow = make_flow(i);
		u64 more = below(3) ? below(100) : 0;

		flow.packets = 1 + below(1000);
		flow.bytes = flow.packets * 100;
		if (below(4))
			old->flows[old->count++] = flow;
		else
			more = flow.packets, flow.packets = 0, flow.bytes = 0;
		if (!below(8))
			continue;	/* expired */
		if (old->count && flow.packets && !below(8)) {
			/* The same key, begun anew. */
			flow.start += 60000;
			flow.packets = 0;
			flow.bytes = 0;
			more = 1 + below(50);
		} else {
			flow.start += below(3);
		}
		flow.packets += more;
		flow.bytes += more * 100;
		*packets += more;
		*bytes += more * 100;
		new->flows[new->count++] = flow;
	}
	qsort(old->flows, old->count, sizeof(struct flow), compare);
	qsort(new->flows, new->count, sizeof(struct flow), compare);
}

/* Whatever it is added up by, the sum is what came. */
TEST(sums)
{
	static const char *const by[] = { "flow", "host", "port", "interface" };
	unsigned int round, i, j;

	for (round = 0; round < 500; round++) {
		struct flow_list old, new;
		u64 packets = 0, bytes = 0;

		make_lists(&old, &new, &packets, &bytes);
		for (i = 0; i < ARRAY_SIZE(by); i++) {
			u64 sums[2][2] = { { 0 } }, last = U64_MAX, value;
			struct rates rates;
			size_t row;

			CHECK_EQ(rates_make(&rates, &old, &new, by[i], round % 2), 0);
			CHECK_EQ(rates.total.packets[0], packets);
			CHECK_EQ(rates.total.bytes[0], bytes);
			CHECK_EQ(rates.total.flows, new.count);
			for (row = 0; row < rates.count; row++) {
				const struct rate_row *at = &rates.rows[row];

				for (j = 0; j < 2; j++) {
					sums[0][j] += at->packets[j];
					sums[1][j] += at->bytes[j];
				}
				value = round % 2 ? at->packets[0] + at->packets[1] :
						    at->bytes[0] + at->bytes[1];
				CHECK(value && value <= last);
				last = value;
			}
			CHECK_EQ(sums[0][0], packets);
			CHECK_EQ(sums[1][0], bytes);
			/* What comes to one host or interface comes from another. */
			if (i == 1 || i == 3) {
				CHECK_EQ(sums[0][1], packets);
				CHECK_EQ(sums[1][1], bytes);
			}
			rates_free(&rates);
		}
		free(old.flows);
		free(new.flows);
	}
}

static size_t count_with(struct options *options)
{
	struct flow flows[30];
	struct flow_list list = { .flows = flows, .count = ARRAY_SIZE(flows) };
	struct flow_filter filter;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flows); i++)
		flows[i] = make_flow(i);
	flows[0].key.version = 6;
	memset(&flows[0].key.source, 0xfd, 16);
	if (flow_filter_read(&filter, options))
		return 999;
	flow_filter_apply(&filter, &list);
	return list.count;
}

TEST(filters)
{
	CHECK_EQ(count_with(&(struct options){ 0 }), 30);
	CHECK_EQ(count_with(&(struct options){ .host = "0.0.0.0/0" }), 29);
	CHECK_EQ(count_with(&(struct options){ .host = "10.0.0.0/8" }), 29);
	CHECK_EQ(count_with(&(struct options){ .host = "10.0.0.12" }), 2);
	CHECK_EQ(count_with(&(struct options){ .host = "10.0.0.12/31" }), 2);
	CHECK_EQ(count_with(&(struct options){ .host = "fd00::/7" }), 1);
	CHECK_EQ(count_with(&(struct options){ .host = "fe00::/7" }), 0);
	CHECK_EQ(count_with(&(struct options){ .proto = "tcp" }), 10);
	CHECK_EQ(count_with(&(struct options){ .proto = "17" }), 20);
	CHECK_EQ(count_with(&(struct options){ .port = "1030" }), 1);
	CHECK_EQ(count_with(&(struct options){ .port = "1030-1039" }), 10);
	CHECK_EQ(count_with(&(struct options){ .port = "1030-1039", .proto = "TCP" }), 4);
	CHECK_EQ(count_with(&(struct options){ .interface = "lo" }), 0);
	CHECK_EQ(complaints, 0);
	CHECK_EQ(count_with(&(struct options){ .host = "10.0.0.0/33" }), 999);
	CHECK_EQ(count_with(&(struct options){ .host = "10.0.0" }), 999);
	CHECK_EQ(count_with(&(struct options){ .port = "65536" }), 999);
	CHECK_EQ(count_with(&(struct options){ .port = "9-8" }), 999);
	CHECK_EQ(count_with(&(struct options){ .proto = "256" }), 999);
	CHECK_EQ(count_with(&(struct options){ .proto = "frob" }), 999);
	CHECK_EQ(count_with(&(struct options){ .interface = "nowhere" }), 999);
	CHECK_EQ(complaints, 7);
}
