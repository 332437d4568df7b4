// SPDX-License-Identifier: GPL-2.0
#include "stream.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base.h"

/* A text that is read as a file. */
struct stream {
	FILE *file;	/* closed with the stream */
	char *text;
	size_t size;
	size_t at;
};

/* Close a stream of open_memstream(). Return: its text, or NULL if part of it is missing. */
static char *close_text(FILE *out, char **text)
{
	bool failed = ferror(out);

	if (fclose(out) || failed) {
		free(*text);
		*text = NULL;
		errno = ENOMEM;
	}
	return *text;
}

char *stream_read(FILE *file, size_t *size)
{
	char *text = NULL, part[16384];
	FILE *out = open_memstream(&text, size);
	size_t got;

	if (!out)
		return NULL;
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		fwrite(part, 1, got, out);
	if (close_text(out, &text) && ferror(file)) {
		free(text);
		errno = EIO;
		return NULL;
	}
	return text;
}

char *stream_read_fd(int fd, size_t *size)
{
	/* Not the one of intercept.c, which uses this file. */
	ssize_t (*next)(int fd, void *data, size_t size) = preload_next("read");
	char *text = NULL, part[16384];
	FILE *out = open_memstream(&text, size);
	ssize_t got;
	int err;

	if (!out)
		return NULL;
	while ((got = next(fd, part, sizeof(part))) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			fwrite(part, 1, got, out);
	err = errno;
	if (close_text(out, &text) && got < 0) {
		free(text);
		errno = err;
		return NULL;
	}
	return text;
}

static ssize_t read_stream(void *cookie, char *data, size_t size)
{
	struct stream *stream = cookie;

	if (size > stream->size - stream->at)
		size = stream->size - stream->at;
	memcpy(data, stream->text + stream->at, size);
	stream->at += size;
	return size;
}

static int seek_stream(void *cookie, off64_t *offset, int whence)
{
	struct stream *stream = cookie;
	off64_t to = *offset;

	if (whence == SEEK_CUR)
		to += stream->at;
	else if (whence == SEEK_END)
		to += stream->size;
	if (to < 0 || to > (off64_t)stream->size)
		return -1;
	stream->at = to;
	*offset = to;
	return 0;
}

static int close_stream(void *cookie)
{
	struct stream *stream = cookie;

	fclose(stream->file);
	free(stream->text);
	free(stream);
	return 0;
}

FILE *stream_open(const char *text, size_t size, FILE *file)
{
	cookie_io_functions_t functions = {
		.read = read_stream, .seek = seek_stream, .close = close_stream,
	};
	struct stream *stream = calloc(1, sizeof(*stream));
	char *copy = malloc(size + 1);
	FILE *opened = stream && copy ? fopencookie(stream, "r", functions) : NULL;

	if (!opened) {
		free(copy);
		free(stream);
		errno = ENOMEM;
		return NULL;
	}
	memcpy(copy, text, size);
	*stream = (struct stream){ .file = file, .text = copy, .size = size };
#ifdef __GLIBC__
	/* nft asks what kind of file it reads. */
	opened->_fileno = fileno(file);
#endif
	return opened;
}
