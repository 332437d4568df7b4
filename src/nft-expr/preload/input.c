// SPDX-License-Identifier: GPL-2.0
/* Translation of nft's input: files, included files, standard input. */
#include "input.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "session.h"
#include "stream.h"

/* nft's name for standard input. */
#define STANDARD_INPUT	"/dev/stdin"

/* Files included by this thread's commands. */
struct include {
	struct include *next;
	enum nft_netflow_context context;
	char pattern[];
};

static __thread struct include *includes;

/* Files with stand-ins read by this thread's commands, in the form given to nft. */
struct source {
	struct source *next;
	char *text;
	size_t size;
	char name[];
};

static __thread struct source *sources;

/* Standard input as nft shall read it, and how much it has read; NULL: not intercepted. */
static __thread struct {
	bool wanted;
	char *text;
	size_t size;
	size_t done;
	bool failed;
} standard;

static void note_include(enum nft_netflow_context context, const char *pattern, size_t size,
			 void *data)
{
	struct include *include = malloc(sizeof(*include) + size + 1);

	(void)data;
	if (!include)
		return;
	include->context = context;
	memcpy(include->pattern, pattern, size);
	include->pattern[size] = '\0';
	include->next = includes;
	includes = include;
}

/* Take ownership of @text. nft reads a file again for each error in it. */
static void note_source(const char *name, char *text, size_t size)
{
	struct source *source;

	for (source = sources; source; source = source->next)
		if (!strcmp(source->name, name))
			break;
	if (!source) {
		source = calloc(1, sizeof(*source) + strlen(name) + 1);
		if (!source) {
			free(text);
			return;
		}
		strcpy(source->name, name);
		source->next = sources;
		sources = source;
	}
	free(source->text);
	source->text = text;
	source->size = size;
}

const char *input_line(const char *name, size_t name_size, size_t number, size_t *size,
		       void *data)
{
	const struct source *source;
	const char *at, *end, *newline;

	(void)data;
	for (source = sources; source; source = source->next)
		if (strlen(source->name) == name_size && !memcmp(source->name, name, name_size))
			break;
	if (!source)
		return NULL;
	at = source->text;
	end = at + source->size;
	while ((newline = memchr(at, '\n', end - at)) && --number)
		at = newline + 1;
	if (number > 1)
		return NULL;
	*size = (newline ? newline : end) - at;
	return at;
}

bool input_end(void)
{
	bool failed = standard.failed;

	free(standard.text);
	memset(&standard, 0, sizeof(standard));
	while (includes) {
		struct include *next = includes->next;

		free(includes);
		includes = next;
	}
	while (sources) {
		struct source *next = sources->next;

		free(sources->text);
		free(sources);
		sources = next;
	}
	return failed;
}

/* Does the pattern match @path? nft looks for relative names in several directories. */
static bool is_included(const char *pattern, const char *path)
{
	const char *end = path;

	if (!fnmatch(pattern, path, FNM_PATHNAME))
		return true;
	if (*pattern == '/')
		return false;
	while ((end = strchr(end, '/')) != NULL)
		if (!fnmatch(pattern, ++end, FNM_PATHNAME))
			return true;
	return false;
}

/* Return: the context in which a file is included; absolute names take precedence. */
static enum nft_netflow_context context_of(const char *path)
{
	const struct include *include, *found = NULL;

	for (include = includes; include; include = include->next) {
		if (!is_included(include->pattern, path))
			continue;
		if (*include->pattern == '/')
			return include->context;
		if (!found)
			found = include;
	}
	return found ? found->context : NFT_NETFLOW_COMMANDS;
}

char *input_translate(enum nft_netflow_context context, const char *text, size_t *size)
{
	struct nft_netflow_text job = {
		.secret = preload_secret(), .context = context, .include = note_include,
	};
	char *translated = NULL;
	size_t room;
	FILE *out;

	if (!memmem(text, *size, NFT_NETFLOW_WORD, strlen(NFT_NETFLOW_WORD)) &&
	    !memmem(text, *size, "include", strlen("include")))
		return NULL;
	out = open_memstream(&translated, &room);
	if (!out)
		return NULL;
	nft_netflow_text(&job, text, *size, out);
	if (ferror(out) | fclose(out)) {
		free(translated);
		return NULL;
	}
	if (job.bad_name)
		preload_warn(false, "'%.*s' is no monitor's name: 1 to 31 of A-Z a-z 0-9 _ . -",
			     (int)job.bad_name_size, job.bad_name);
	if (!job.statements || !preload_is_first()) {
		free(translated);
		return NULL;
	}
	session_mark();
	*size = room;
	return translated;
}

static bool is_directory(FILE *file)
{
	struct stat status;

	return fstat(fileno(file), &status) || S_ISDIR(status.st_mode);
}

/* Return: the file from its beginning, or NULL if it cannot be read again. */
static FILE *from_the_beginning(FILE *file)
{
	int err = errno;

	if (!fseek(file, 0, SEEK_SET)) {
		clearerr(file);
		return file;
	}
	fclose(file);
	errno = err ? err : EIO;
	return NULL;
}

/*
 * If there is no memory, nft reads the file itself. A statement in it is then a syntax error, so
 * nothing is ever loaded without it.
 */
FILE *input_open(const char *path, const char *mode)
{
	FILE *(*next)(const char *path, const char *mode) = preload_next("fopen");
	FILE *file = next(path, mode), *other;
	char *text, *translated;
	size_t size, given;

	if (!file || *mode != 'r' || is_directory(file))
		return file;
	text = stream_read(file, &size);
	if (!text)
		return from_the_beginning(file);
	given = size;
	translated = input_translate(context_of(path), text, &size);
	/* Pass a copy to nft if the file cannot be read twice. */
	if (!translated && !fseek(file, 0, SEEK_SET)) {
		free(text);
		return file;
	}
	other = stream_open(translated ? translated : text, translated ? size : given, file);
	if (translated)
		note_source(path, translated, size);
	free(text);
	return other ? other : from_the_beginning(file);
}

void input_expect_stdin(void)
{
	standard.wanted = true;
}

/* Read and translate standard input. Return: false on errors. */
static bool take_stdin(void)
{
	char *text, *translated;
	size_t size;

	text = stream_read_fd(STDIN_FILENO, &size);
	if (!text)
		return false;
	translated = input_translate(NFT_NETFLOW_COMMANDS, text, &size);
	if (translated) {
		free(text);
		text = malloc(size + 1);
		if (text)
			memcpy(text, translated, size);
		note_source(STANDARD_INPUT, translated, size);
	}
	standard.text = text;
	standard.size = size;
	standard.done = 0;
	return text;
}

bool input_is_stdin(int fd)
{
	return standard.wanted && fd == STDIN_FILENO;
}

ssize_t input_read_stdin(void *data, size_t size)
{
	size_t rest;

	if (!standard.text && !take_stdin()) {
		/* nft takes an error for the end of the input. */
		if (!standard.failed)
			preload_warn(false, "cannot read standard input: %s", strerror(errno));
		standard.failed = true;
		return -1;
	}
	rest = standard.size - standard.done;
	if (size > rest)
		size = rest;
	memcpy(data, standard.text + standard.done, size);
	standard.done += size;
	return size;
}
