// SPDX-License-Identifier: GPL-2.0
/*
 * Translation of nft's output while it runs commands. nft writes to its own streams until
 * the first stand-in appears; from then on its output is translated here.
 */
#include "output.h"

#include <nftables/libnftables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translate/nft_netflow_translate.h"
#include "base.h"
#include "input.h"
#include "session.h"

/**
 * struct stream - intercepts one of nft's output streams
 * @file: the stream that nft writes to; NULL: not intercepted
 * @to: nft's original stream
 * @held: bytes written by nft and not passed on yet
 * @size: size of @held
 */
struct stream {
	FILE *file;
	FILE *to;
	char *held;
	size_t size;
};

static __thread struct nft_ctx *running;
static __thread struct stream listing, errors;
static __thread int listed;
static bool silent;

/* Does the kernel refuse stand-ins, as another way leads to it than the intercepted one? */
static bool bypassed(const struct stream *stream)
{
	static const char refusal[] = "Could not process rule";

	return !session_has_sent() &&
	       memmem(stream->held, stream->size, refusal, strlen(refusal)) &&
	       memmem(stream->held, stream->size, preload_secret(), NFT_NETFLOW_SECRET);
}

/* Pass on @size of the held bytes. */
static void hand_on(struct stream *stream, size_t size)
{
	struct nft_netflow_errors job = { .secret = preload_secret(), .line = input_line };

	if (stream == &errors && bypassed(stream))
		preload_warn(false, "libnftables does not send by libnft-netflow.so: %s",
			     "the kernel refuses rules with the statement");
	if (stream == &errors)
		nft_netflow_errors(&job, stream->held, size, stream->to);
	else
		listed += nft_netflow_listing(preload_secret(), stream->held, size, stream->to);
	stream->size -= size;
	memmove(stream->held, stream->held + size, stream->size);
	fflush(stream->to);
}

static ssize_t write_stream(void *cookie, const char *data, size_t size)
{
	struct stream *stream = cookie;
	char *held = realloc(stream->held, stream->size + size);
	const char *newline;

	if (!held)
		return 0;
	memcpy(held + stream->size, data, size);
	/* Hold errors until the end, as each has several lines. JSON is one long line. */
	newline = stream == &errors ? NULL : memrchr(held + stream->size, '\n', size);
	stream->held = held;
	stream->size += size;
	if (newline)
		hand_on(stream, newline + 1 - held);
	return size;
}

static void open_stream(struct stream *stream, FILE *(*set)(struct nft_ctx *ctx, FILE *file))
{
	cookie_io_functions_t functions = { .write = write_stream };
	FILE *file = fopencookie(stream, "w", functions);

	if (!file)
		return;
	stream->to = set(running, file);
	if (!stream->to) {
		fclose(file);
		return;
	}
	setvbuf(file, NULL, isatty(fileno(stream->to)) ? _IOLBF : _IOFBF, BUFSIZ);
	stream->file = file;
}

static void close_stream(struct stream *stream, FILE *(*set)(struct nft_ctx *ctx, FILE *file))
{
	if (!stream->file)
		return;
	set(running, stream->to);
	fclose(stream->file);
	if (stream->size)
		hand_on(stream, stream->size);
	free(stream->held);
	memset(stream, 0, sizeof(*stream));
}

static void open_streams(void)
{
	if (!running || listing.file)
		return;
	open_stream(&listing, nft_ctx_set_output);
	open_stream(&errors, nft_ctx_set_error);
}

void output_quiet(bool quiet)
{
	silent = quiet;
}

void output_begin(struct nft_ctx *ctx)
{
	running = ctx;
	session_begin(open_streams);
	listed = 0;
}

void output_end(void)
{
	bool left_out = session_take_left_out();

	close_stream(&listing, nft_ctx_set_output);
	close_stream(&errors, nft_ctx_set_error);
	running = NULL;
	session_end();
	if (listed && left_out && !silent)
		preload_warn(false, "statements listed here were left out and count nothing: %s",
			     "'netflowctl reload' puts them in");
}

/* nft may exit while commands run. */
__attribute__((destructor))
static void output_exit(void)
{
	if (running)
		output_end();
}
