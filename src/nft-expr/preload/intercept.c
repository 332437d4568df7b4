// SPDX-License-Identifier: GPL-2.0
/*
 * Replacements for functions of libnftables, libmnl, libjansson and libc. Only
 * libnft-netflow.so and programs that need the interception are linked with this file.
 *
 *	nft_run_cmd_from_buffer, nft_run_cmd_from_filename	commands begin and end
 *	fopen, fopen64, when libnftables calls it		files and includes
 *	read, when libnftables reads standard input		standard input
 *	json_loads, json_load_file, json_dumpf, json_dumps	JSON in and out
 *	sendmsg, mnl_socket_recvfrom				netlink
 */
/* With 64-bit file offsets, fopen would be an alias of fopen64; with checks, read is inline. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#undef _TIME_BITS

#include <dlfcn.h>
#include <jansson.h>
#include <libmnl/libmnl.h>
#include <nftables/libnftables.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "translate/nft_netflow_translate.h"
#include "base.h"
#include "input.h"
#include "messages.h"
#include "output.h"
#include "session.h"

#define VISIBLE	__attribute__((visibility("default")))

VISIBLE int nft_run_cmd_from_buffer(struct nft_ctx *nft, const char *buf)
{
	int (*next)(struct nft_ctx *nft, const char *buf) = preload_next(__func__);
	size_t size = strlen(buf);
	char *text;
	int result;

	output_begin(nft);
	text = input_translate(NFT_NETFLOW_COMMANDS, buf, &size);
	result = next(nft, text ? text : buf);
	output_end();
	if (input_end())
		result = -1;
	free(text);
	return result;
}

VISIBLE int nft_run_cmd_from_filename(struct nft_ctx *nft, const char *filename)
{
	int (*next)(struct nft_ctx *nft, const char *filename) = preload_next(__func__);
	int result;

	output_begin(nft);
	if (!strcmp(filename, "-") || !strcmp(filename, "/dev/stdin"))
		input_expect_stdin();
	result = next(nft, filename);
	output_end();
	if (input_end())
		result = -1;
	return result;
}

/* Is this address in the code of libnftables? */
static bool in_libnftables(const void *address)
{
	Dl_info info;

	return dladdr(address, &info) && info.dli_fname &&
	       strstr(info.dli_fname, "/libnftables.so");
}

VISIBLE FILE *fopen(const char *path, const char *mode)
{
	FILE *(*next)(const char *path, const char *mode);

	if (in_libnftables(__builtin_return_address(0)))
		return input_open(path, mode);
	next = preload_next(__func__);
	return next(path, mode);
}

/* 32-bit programs with 64-bit file offsets call fopen() by this name. */
VISIBLE FILE *fopen64(const char *path, const char *mode)
{
	FILE *(*next)(const char *path, const char *mode);

	if (in_libnftables(__builtin_return_address(0)))
		return input_open(path, mode);
	next = preload_next(__func__);
	return next(path, mode);
}

VISIBLE ssize_t read(int fd, void *data, size_t size)
{
	ssize_t (*next)(int fd, void *data, size_t size);

	if (input_is_stdin(fd) && in_libnftables(__builtin_return_address(0)))
		return input_read_stdin(data, size);
	next = preload_next(__func__);
	return next(fd, data, size);
}

ssize_t __read_chk(int fd, void *data, size_t size, size_t room);

/* read() of programs that are built with checks of sizes. */
VISIBLE ssize_t __read_chk(int fd, void *data, size_t size, size_t room)
{
	ssize_t (*next)(int fd, void *data, size_t size, size_t room);

	if (input_is_stdin(fd) && size <= room && in_libnftables(__builtin_return_address(0)))
		return input_read_stdin(data, size);
	next = preload_next(__func__);
	return next(fd, data, size, room);
}

VISIBLE ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	return messages_send(fd, message, flags);
}

VISIBLE ssize_t mnl_socket_recvfrom(const struct mnl_socket *nl, void *buf, size_t size)
{
	ssize_t (*next)(const struct mnl_socket *nl, void *buf, size_t size) =
		preload_next(__func__);
	ssize_t got = next(nl, buf, size);

	/* Leave messages alone that a program reads from nf_tables itself. */
	if (got <= 0 || !in_libnftables(__builtin_return_address(0)))
		return got;
	return messages_received(buf, got);
}

static json_t *taken(json_t *root)
{
	if (root && preload_is_first() && nft_netflow_json_in(preload_secret(), root))
		session_mark();
	return root;
}

VISIBLE json_t *json_loads(const char *input, size_t flags, json_error_t *error)
{
	json_t *(*next)(const char *input, size_t flags, json_error_t *error) =
		preload_next(__func__);

	return taken(next(input, flags, error));
}

VISIBLE json_t *json_load_file(const char *path, size_t flags, json_error_t *error)
{
	json_t *(*next)(const char *path, size_t flags, json_error_t *error) =
		preload_next(__func__);

	return taken(next(path, flags, error));
}

VISIBLE int json_dumpf(const json_t *json, FILE *output, size_t flags)
{
	int (*next)(const json_t *json, FILE *output, size_t flags) = preload_next(__func__);

	if (session_is_marked())
		nft_netflow_json_out(preload_secret(), (json_t *)json);
	return next(json, output, flags);
}

VISIBLE char *json_dumps(const json_t *json, size_t flags)
{
	char *(*next)(const json_t *json, size_t flags) = preload_next(__func__);

	if (session_is_marked())
		nft_netflow_json_out(preload_secret(), (json_t *)json);
	return next(json, flags);
}
