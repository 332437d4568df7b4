// SPDX-License-Identifier: GPL-2.0
#include "flowgen.h"

/*
 * What a meter at a netdev hook can be given: anything at all behind an Ethernet
 * type of IP. Most of it is a right packet with a few wrong bytes, because that
 * comes further than noise does.
 */

static void noise(struct random *random, struct frame *frame, size_t ip)
{
	size_t i;

	frame->len = ip + random_range(random, 0, 200);
	for (i = ip; i < frame->len; i++)
		frame->data[i] = random_next(random);
}

static void spoil_bytes(struct random *random, struct frame *frame, size_t ip)
{
	uint32_t i, count = random_range(random, 1, 6);
	size_t room = frame->len - ip < 80 ? frame->len - ip : 80;

	for (i = 0; i < count; i++)
		frame->data[ip + random_range(random, 0, room - 1)] = random_next(random);
}

static void cut_short(struct random *random, struct frame *frame, size_t ip)
{
	size_t room = frame->len - ip < 90 ? frame->len - ip : 90;

	frame->len = ip + random_range(random, 0, room - 1);
}

/* With a right checksum the IP stack passes the packet on to the later hooks. */
static void repair(struct frame *frame, size_t ip)
{
	size_t header = (frame->data[ip] & 0xf) * 4;

	if (frame->data[ip] >> 4 == 4 && header >= 20 && ip + header <= frame->len)
		ipv4_checksum(frame->data + ip, header);
}

void garbage_build(const struct options *options, struct random *random, struct flow *flow,
		   struct frame *frame)
{
	struct frame frames[FRAGMENTS_MAX];
	uint8_t link[32];
	size_t ip = ethernet_header(options, 0, link);

	packet_build(options, random, flow, frames);
	*frame = frames[0];
	switch (random_next(random) % 8) {
	case 0:
		noise(random, frame, ip);
		break;
	case 1:
		cut_short(random, frame, ip);
		break;
	case 2:
		spoil_bytes(random, frame, ip);
		cut_short(random, frame, ip);
		break;
	default:
		spoil_bytes(random, frame, ip);
		break;
	}
	if (random_percent(random, 70) && frame->len > ip)
		repair(frame, ip);
}
