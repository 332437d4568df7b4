// SPDX-License-Identifier: GPL-2.0
/* Any text in nft's language: what becomes a stand-in comes back as it was. */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "translate/nft_netflow_translate.h"

#define SECRET	"xyz"

struct text {
	char *data;
	size_t size;
};

/* Some line of the text itself: it is what was read, or it is not. */
static const char *read_line(const char *name, size_t name_size, size_t number, size_t *size,
			     void *data)
{
	const struct text *text = data;
	const char *at = text->data, *end = at + text->size, *newline;

	require(name >= at && name + name_size <= end);
	while (number-- && (newline = memchr(at, '\n', end - at)))
		at = newline + 1;
	newline = memchr(at, '\n', end - at);
	*size = (newline ? newline : end) - at;
	return *size ? at : NULL;
}

static void check_errors(struct text *text)
{
	struct nft_netflow_errors job = { .secret = SECRET, .data = text };
	struct text out;
	FILE *file = open_memstream(&out.data, &out.size);

	nft_netflow_errors(&job, text->data, text->size, file);
	job.line = read_line;
	nft_netflow_errors(&job, text->data, text->size, file);
	fclose(file);
	free(out.data);
}

static void check_context(enum nft_netflow_context context, const char *data, size_t size)
{
	struct nft_netflow_text job = { .secret = SECRET, .context = context };
	struct text there, back;
	FILE *file = open_memstream(&there.data, &there.size);

	nft_netflow_text(&job, data, size, file);
	fclose(file);
	file = open_memstream(&back.data, &back.size);
	require(nft_netflow_listing(SECRET, there.data, there.size, file) == job.statements);
	fclose(file);
	require(back.size == size && !memcmp(back.data, data, size));
	require(job.statements || (there.size == size && !memcmp(there.data, data, size)));
	check_errors(&there);
	free(there.data);
	free(back.data);
}

int fuzz_input(const u8 *data, size_t size)
{
	struct text text = { malloc(size + 1), size };

	if (!text.data)
		abort();
	memcpy(text.data, data, size);
	check_errors(&text);
	if (!memmem(data, size, SECRET, strlen(SECRET))) {
		check_context(NFT_NETFLOW_COMMANDS, text.data, size);
		check_context(NFT_NETFLOW_TABLE, text.data, size);
		check_context(NFT_NETFLOW_CHAIN, text.data, size);
	}
	free(text.data);
	return 0;
}
