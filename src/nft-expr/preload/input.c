// SPDX-License-Identifier: GPL-2.0
/* Translation of nft's input: files, included files, standard input. */
#include "input.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "session.h"

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

/* Whether standard input can be read only once, and whether it has been read. */
static __thread bool stdin_once, stdin_read;

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

void input_end(void)
{
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
	fclose(out);
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

/* Read the rest of a file. */
static char *read_all(FILE *file, size_t *size)
{
	char *text = NULL, part[16384];
	FILE *out = open_memstream(&text, size);
	size_t got;

	if (!out)
		return NULL;
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		fwrite(part, 1, got, out);
	if (fclose(out) || ferror(file)) {
		free(text);
		return NULL;
	}
	return text;
}

/* Return: a memory file with the text, positioned at its beginning. */
static int memory_file(const char *text, size_t size)
{
	int fd = memfd_create("nft-netflow", MFD_CLOEXEC);
	ssize_t done;

	while (fd >= 0 && size > 0) {
		done = write(fd, text, size);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			close(fd);
			return -1;
		}
		text += done;
		size -= done;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static FILE *memory_stream(const char *text, size_t size)
{
	int fd = memory_file(text, size);
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (!file && fd >= 0)
		close(fd);
	return file;
}

static bool is_directory(FILE *file)
{
	struct stat status;

	return fstat(fileno(file), &status) || S_ISDIR(status.st_mode);
}

/* nft rereads standard input for an error message; if it is a pipe, it is empty by then. */
static const char *path_of(const char *path)
{
	if (strcmp(path, STANDARD_INPUT) || !stdin_once)
		return path;
	if (stdin_read)
		return "/dev/null";
	stdin_read = true;
	return path;
}

FILE *input_open(const char *path, const char *mode)
{
	FILE *(*next)(const char *path, const char *mode) = preload_next("fopen");
	FILE *file = next(path_of(path), mode), *other;
	size_t size, given;
	char *text, *translated;

	if (!file || *mode != 'r' || is_directory(file))
		return file;
	text = read_all(file, &size);
	if (!text) {
		rewind(file);
		return file;
	}
	given = size;
	translated = input_translate(context_of(path), text, &size);
	/* Pass a copy to nft if the file cannot be read twice. */
	if (!translated && !fseek(file, 0, SEEK_SET)) {
		free(text);
		return file;
	}
	other = translated ? memory_stream(translated, size) : memory_stream(text, given);
	if (translated)
		note_source(path, translated, size);
	free(text);
	if (!other)
		return file;
	fclose(file);
	return other;
}

void input_stdin(void)
{
	off_t start = lseek(STDIN_FILENO, 0, SEEK_CUR);
	char *text, *translated;
	size_t size, given;
	int fd;

	text = read_all(stdin, &size);
	if (!text)
		return;
	given = size;
	stdin_once = start < 0;
	stdin_read = false;
	translated = input_translate(NFT_NETFLOW_COMMANDS, text, &size);
	clearerr(stdin);
	if (translated || start < 0 || fseeko(stdin, start, SEEK_SET)) {
		fd = memory_file(translated ? translated : text, translated ? size : given);
		if (fd >= 0) {
			dup2(fd, STDIN_FILENO);
			close(fd);
		}
	}
	if (translated)
		note_source(STANDARD_INPUT, translated, size);
	free(text);
}
