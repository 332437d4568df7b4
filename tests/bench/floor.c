// SPDX-License-Identifier: GPL-2.0
/*
 * floor: what a flow table cannot be cheaper than on this machine: make a key, hash it
 * by SipHash-1-3, and count in one line of 64 bytes, of as many as there are flows.
 *
 *   floor FLOWS…
 *
 * Prints JSON: ns for each number of flows, the best of some slices of the time.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLICES	20
#define PACKETS	100000

struct key {
	uint32_t source, destination;
	uint32_t ports, interface, rest;
};

struct line {
	uint64_t packets, bytes;
	struct key key;
	uint8_t unused[64 - 16 - sizeof(struct key)];
};

static uint64_t rotate(uint64_t value, int bits)
{
	return value << bits | value >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] = rotate(v[2], 32);
}

static uint32_t hash(const struct key *key)
{
	uint64_t v[4] = { 0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261,
			  0x7465646279746573 };
	uint64_t words[3] = { 0, 0, (uint64_t)sizeof(*key) << 56 };
	int i;

	memcpy(words, key, sizeof(*key));
	for (i = 0; i < 3; i++) {
		v[3] ^= words[i];
		sip_round(v);
		v[0] ^= words[i];
	}
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		sip_round(v);
	return (v[0] ^ v[1]) ^ (v[2] ^ v[3]);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static double slice(struct line *lines, uint32_t flows)
{
	static uint64_t random = 88172645463325252;
	double begin = now();
	int i;

	for (i = 0; i < PACKETS; i++) {
		struct key key = { .destination = 0xc6120001, .interface = 2, .rest = 17 };
		struct line *line;

		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		key.source = (random >> 32) * flows >> 32;
		line = &lines[(uint64_t)hash(&key) * flows >> 32];
		/* The next packet does not wait for this one's line, but for its branch. */
		if (memcmp(&line->key, &key, sizeof(key)))
			line->key = key;
		line->packets++;
		line->bytes += 46;
	}
	return (now() - begin) / PACKETS;
}

static double best(uint32_t flows)
{
	struct line *lines = aligned_alloc(sizeof(*lines), (size_t)flows * sizeof(*lines));
	double least = 1e9;
	int i;

	if (!lines)
		err(1, "%u flows", flows);
	memset(lines, 1, (size_t)flows * sizeof(*lines));
	for (i = 0; i < SLICES; i++) {
		double time = slice(lines, flows);

		if (time < least)
			least = time;
	}
	free(lines);
	return least;
}

int main(int argc, char **argv)
{
	int i;

	printf("{");
	for (i = 1; i < argc; i++)
		printf("%s\"%s\": %.1f", i > 1 ? ", " : "", argv[i], best(atoi(argv[i])));
	printf("}\n");
	return 0;
}
