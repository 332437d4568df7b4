// SPDX-License-Identifier: GPL-2.0
/* Functions of the kernel that the packet path calls, compiled with the same flags. */
#include "bench_kernel.h"

/* The variables of SipHash and one round of it (Aumasson and Bernstein, 2012). */
struct sip {
	u64 v0, v1, v2, v3;
};

static __always_inline u64 rotate(u64 word, unsigned int bits)
{
	return word << bits | word >> (64 - bits);
}

static __always_inline void sip_round(struct sip *sip)
{
	sip->v0 += sip->v1;
	sip->v2 += sip->v3;
	sip->v1 = rotate(sip->v1, 13) ^ sip->v0;
	sip->v3 = rotate(sip->v3, 16) ^ sip->v2;
	sip->v0 = rotate(sip->v0, 32) + sip->v3;
	sip->v2 += sip->v1;
	sip->v3 = rotate(sip->v3, 21) ^ sip->v0;
	sip->v1 = rotate(sip->v1, 17) ^ sip->v2;
	sip->v2 = rotate(sip->v2, 32);
}

static __always_inline void sip_word(struct sip *sip, u64 word)
{
	sip->v3 ^= word;
	sip_round(sip);
	sip->v0 ^= word;
}

/* Of data whose length is a multiple of 4, as the keys of flows; on a little-endian machine. */
u32 hsiphash(const void *data, size_t length, const hsiphash_key_t *key)
{
	struct sip sip = {
		.v0 = 0x736f6d6570736575ULL ^ key->key[0],
		.v1 = 0x646f72616e646f6dULL ^ key->key[1],
		.v2 = 0x6c7967656e657261ULL ^ key->key[0],
		.v3 = 0x7465646279746573ULL ^ key->key[1],
	};
	const u8 *at = data, *end = at + length / sizeof(u64) * sizeof(u64);
	u64 last = (u64)length << 56;

	for (; at != end; at += sizeof(u64))
		sip_word(&sip, *(const u64 *)at);
	if (length & 4)
		last |= *(const u32 *)at;
	sip_word(&sip, last);
	sip.v2 ^= 0xff;
	sip_round(&sip);
	sip_round(&sip);
	sip_round(&sip);
	return sip.v0 ^ sip.v1 ^ sip.v2 ^ sip.v3;
}

bool ipv6_ext_hdr(u8 header)
{
	return header == NEXTHDR_HOP || header == NEXTHDR_ROUTING || header == NEXTHDR_FRAGMENT ||
	       header == NEXTHDR_AUTH || header == NEXTHDR_NONE || header == NEXTHDR_DEST;
}
