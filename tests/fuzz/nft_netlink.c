// SPDX-License-Identifier: GPL-2.0
/* Any netlink messages: no length changes, nothing outside is touched, back is as there. */
#include <string.h>

#include "fuzz.h"
#include "translate/nft_netflow_translate.h"

#define SECRET	"xyz"

static void *copy(const void *data, size_t size)
{
	void *result = malloc(size + !size);

	if (!result)
		abort();
	memcpy(result, data, size);
	return result;
}

/* To the kernel and back, then once more: nothing changes any more. */
static void check_there_and_back(const u8 *data, size_t size)
{
	char *first = copy(data, size), *second;
	size_t whole = size, again = size;
	int count, left_out = 0;

	nft_netflow_to_kernel(SECRET, first, size);
	count = nft_netflow_to_user(SECRET, first, &whole, &left_out);
	require(whole <= size && count >= left_out);
	if (!left_out) {
		require(whole == size);
		second = copy(first, whole);
		require(nft_netflow_to_kernel(SECRET, second, size) >= count);
		require(nft_netflow_to_user(SECRET, second, &again, &left_out) >= count);
		free(second);
	}
	free(first);
}

static void check_left_out(const u8 *data, size_t size)
{
	char *batch = copy(data, size), *out = copy(data, size), *room;
	struct nft_netflow_left left;
	size_t smaller;
	int left_out = 0;

	room = malloc(nft_netflow_room(size));
	if (!room)
		abort();
	smaller = nft_netflow_leave_out(SECRET, batch, size, room, &left);
	require(smaller <= nft_netflow_room(size));
	require(left.statements == nft_netflow_to_kernel(SECRET, batch, size));
	require(!nft_netflow_to_kernel(SECRET, room, smaller));
	nft_netflow_to_user(SECRET, room, &smaller, &left_out);
	nft_netflow_acks(&left, out, size);
	free(room);
	free(batch);
	free(out);
}

int fuzz_input(const u8 *data, size_t size)
{
	check_there_and_back(data, size);
	check_left_out(data, size);
	return 0;
}
