// SPDX-License-Identifier: GPL-2.0
/* How fast the encoders are, for information: records per second of each kind. */
#include <stdlib.h>
#include <time.h>

#include "flows.h"
#include "test.h"

#define SAMPLES	4096
#define RECORDS	2000000

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void measure(const char *name, u8 protocol, enum netflow_family family)
{
	const struct netflow_time now = { 1700000000123456789, 3600000 };
	struct sample *samples = calloc(SAMPLES, sizeof(*samples));
	static u8 data[1400];
	struct netflow_message message = { .data = data, .size = sizeof(data) };
	struct netflow_encoder encoder;
	double start, elapsed;
	unsigned int i;

	if (!samples)
		abort();
	for (i = 0; i < SAMPLES; i++) {
		do {
			samples[i] = sample_random(&now);
		} while (samples[i].family != family);
		samples[i].flow.packets &= U32_MAX;
		samples[i].flow.bytes &= U32_MAX;
	}
	netflow_encoder_init(&encoder, protocol, 1, 20, 0);
	netflow_encoder_begin(&encoder, &message, now);
	start = seconds();
	for (i = 0; i < RECORDS; i++) {
		while (netflow_encoder_flow(&encoder, &message, family,
					    &samples[i % SAMPLES].flow) == -EMSGSIZE) {
			netflow_encoder_finish(&encoder, &message);
			netflow_encoder_begin(&encoder, &message, now);
		}
	}
	elapsed = seconds() - start;
	printf("%-10s %6.1f million records/s, %4.0f ns each\n", name, RECORDS / elapsed / 1e6,
	       elapsed * 1e9 / RECORDS);
	free(samples);
}

TEST(encoding_is_measured)
{
	measure("v5", NETFLOW_PROTOCOL_V5, NETFLOW_V4);
	measure("v9 IPv4", NETFLOW_PROTOCOL_V9, NETFLOW_V4);
	measure("v9 IPv6", NETFLOW_PROTOCOL_V9, NETFLOW_V6);
	measure("IPFIX IPv4", NETFLOW_PROTOCOL_IPFIX, NETFLOW_V4);
	measure("IPFIX IPv6", NETFLOW_PROTOCOL_IPFIX, NETFLOW_V6);
}
