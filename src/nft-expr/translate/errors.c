// SPDX-License-Identifier: GPL-2.0
/*
 * Converts nft's error messages. Each has a header, with or without a position, the source
 * line, and a line of markers:
 *
 *	rules.nft:3:10-12: Error: syntax error, unexpected log
 *			drop log prefix "1###default"
 *			     ^^^
 *
 * New versions have a line "expected any of: ..." after the header.
 *
 * nft prints only the beginning of a long line of a file, and nothing of a file that can be
 * read only once. The line as nft read it is needed to convert the columns.
 */
#include "nft_netflow_translate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "listing.h"

/* Maximum number of bytes that nft prints of a line of a file. */
#define PRINTED	1023

/* Columns [from, from_end) of the line that nft read are [to, to_end) of the user's line. */
struct piece {
	size_t from;
	size_t from_end;
	size_t to;
	size_t to_end;
};

/* Pieces in ascending order. */
struct map {
	struct piece *pieces;
	size_t count;
};

struct line {
	const char *start;
	const char *end;	/* without the newline */
	const char *next;
};

/* `:LINE:FIRST-LAST:` in a header. */
struct place {
	const char *start;	/* beginning of ":LINE" */
	const char *columns;	/* beginning of "FIRST-LAST" */
	const char *behind;	/* the last ":" */
	size_t line;
	size_t first;
	size_t last;
};

/* The parts of a message. */
struct message {
	struct line header;
	struct line printed;	/* the source line */
	struct line marks;
	struct line read;	/* that line as nft read it; .start is NULL if unknown */
	bool marked;
	bool has_place;
	struct place place;
};

static struct line read_line(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', end - at);

	if (!newline)
		return (struct line){ at, end, end };
	return (struct line){ at, newline, newline + 1 };
}

static void add_piece(struct map *map, size_t from, size_t from_end, size_t to, size_t to_end)
{
	struct piece *pieces = reallocarray(map->pieces, map->count + 1, sizeof(*pieces));

	if (!pieces)
		return;
	map->pieces = pieces;
	pieces[map->count++] = (struct piece){ from, from_end, to, to_end };
}

/* Map the words of a stand-in to those of the statement. */
static void add_pieces(struct map *map, const char *line, const struct stand_in *found,
		       size_t to)
{
	size_t word = strlen(NFT_NETFLOW_WORD), monitor = strlen("monitor"), value;

	if (found->kind == NFT_NETFLOW_BARE) {
		add_piece(map, found->log - line, found->end - line, to, to + word);
		return;
	}
	add_piece(map, found->log - line, found->log_end - line, to, to + word);
	to += word + (found->prefix - found->log_end);
	add_piece(map, found->prefix - line, found->prefix_end - line, to, to + monitor);
	to += monitor + (found->value - found->prefix_end);
	value = found->name_end - found->name + 2 * (found->kind == NFT_NETFLOW_QUOTED);
	add_piece(map, found->value - line, found->end - line, to, to + value);
}

/* Write the line as the user wrote it, and map its columns. */
static void write_source(const char *secret, const struct line *line, FILE *out, struct map *map)
{
	const char *at = line->start;
	struct stand_in found;
	size_t to = 0;
	long before;

	while (stand_in_find(secret, at, line->end, &found)) {
		to += found.log - at;
		fwrite(at, 1, found.log - at, out);
		add_pieces(map, line->start, &found, to);
		before = ftell(out);
		stand_in_write(&found, out);
		to += ftell(out) - before;
		at = found.end;
	}
	fwrite(at, 1, line->end - at, out);
}

/* Return: the piece with that column; a column outside all pieces is only shifted. */
static struct piece map_column(const struct map *map, size_t column)
{
	size_t from = 0, to = 0, i;

	for (i = 0; i < map->count && map->pieces[i].from <= column; i++) {
		if (column < map->pieces[i].from_end)
			return map->pieces[i];
		from = map->pieces[i].from_end;
		to = map->pieces[i].to_end;
	}
	column = column - from + to;
	return (struct piece){ .to = column, .to_end = column + 1 };
}

/* Is this a line of markers? */
static bool is_marks(const struct line *line)
{
	const char *at;
	bool marks = false;

	for (at = line->start; at < line->end; at++) {
		if (*at != '^' && *at != '~' && *at != ' ' && *at != '\t')
			return false;
		marks |= *at == '^' || *at == '~';
	}
	return marks;
}

/* Write the markers under their columns; keep the tabs of the line above, of @size bytes. */
static void write_marks(const struct map *map, const struct line *marks, const char *above,
			size_t size, FILE *out)
{
	size_t count = marks->end - marks->start, last = 0, i, to;
	size_t room = map_column(map, count).to_end + 1;
	char *line = malloc(room);

	if (!line)
		return;
	for (i = 0; i < room; i++)
		line[i] = i < size && above[i] == '\t' ? '\t' : ' ';
	for (i = 0; i < count; i++) {
		struct piece piece = map_column(map, i);

		if (marks->start[i] != '^' && marks->start[i] != '~')
			continue;
		for (to = piece.to; to < piece.to_end && to < room; to++)
			if (line[to] != '^')
				line[to] = marks->start[i];
		if (piece.to_end > last && piece.to_end < room)
			last = piece.to_end;
	}
	fwrite(line, 1, last, out);
	if (marks->next > marks->end)
		fputc('\n', out);
	free(line);
}

/* Do the markers begin at a stand-in? */
static bool marks_stand_in(const struct map *map, const struct line *marks)
{
	size_t i = 0;

	while (marks->start + i < marks->end && marks->start[i] != '^')
		i++;
	return map_column(map, i).from_end > 0;
}

/* Read a number followed by @after. Return: where to continue, or NULL if there is none. */
static const char *read_number(const char *at, const char *end, char after, size_t *number)
{
	const char *start = at;

	for (*number = 0; at < end && isdigit((unsigned char)*at) && at - start < 9; at++)
		*number = *number * 10 + (*at - '0');
	return at > start && at < end && *at == after ? at + 1 : NULL;
}

/* Read `:LINE:FIRST-LAST:` at @at. Return: false if there is none. */
static bool read_place(const char *at, const char *end, struct place *place)
{
	const char *next;

	place->start = at;
	place->columns = *at == ':' ? read_number(at + 1, end, ':', &place->line) : NULL;
	next = place->columns ? read_number(place->columns, end, '-', &place->first) : NULL;
	next = next ? read_number(next, end, ':', &place->last) : NULL;
	if (!next || !place->line || !place->first || !place->last)
		return false;
	place->behind = next - 1;
	return true;
}

static bool find_place(const struct line *header, struct place *place)
{
	const char *at;

	for (at = header->start; at < header->end; at++)
		if (read_place(at, header->end, place))
			return true;
	return false;
}

/* nft reports "unexpected log" where the user wrote netflow. */
static void write_words(const char *at, const char *end, bool stand_in, FILE *out)
{
	static const char said[] = "unexpected log", meant[] = "unexpected " NFT_NETFLOW_WORD;
	const char *found = stand_in ? memmem(at, end - at, said, strlen(said)) : NULL;

	if (found) {
		fwrite(at, 1, found - at, out);
		fputs(meant, out);
		at = found + strlen(said);
	}
	fwrite(at, 1, end - at, out);
}

static void write_header(const struct map *map, const struct message *message, FILE *out)
{
	const struct line *header = &message->header;
	const struct place *place = &message->place;
	bool stand_in = message->marked && marks_stand_in(map, &message->marks);

	if (!message->has_place) {
		write_words(header->start, header->next, stand_in, out);
		return;
	}
	stand_in |= map_column(map, place->first - 1).from_end > 0;
	fwrite(header->start, 1, place->columns - header->start, out);
	fprintf(out, "%zu-%zu", map_column(map, place->first - 1).to + 1,
		map_column(map, place->last - 1).to_end);
	write_words(place->behind, header->next, stand_in, out);
}

/* Write the source line if it was printed, and the markers if there are any. */
static const char *write_printed(const struct map *map, const struct message *message,
				 const char *source, size_t size, FILE *out)
{
	const struct line *header = &message->header, *printed = &message->printed;

	if (!printed->start)
		return header->next;
	fwrite(header->next, 1, printed->start - header->next, out);
	if (message->read.start && printed->end - printed->start <= PRINTED && size > PRINTED)
		size = PRINTED;
	fwrite(source, 1, size, out);
	fwrite(printed->end, 1, printed->next - printed->end, out);
	if (!message->marked)
		return printed->next;
	write_marks(map, &message->marks, source, size, out);
	return message->marks.next;
}

/* Convert a message whose line has a stand-in. Return: the beginning of the next message. */
static const char *write_error(const char *secret, const struct message *message, FILE *out)
{
	const struct line *line = message->read.start ? &message->read : &message->printed;
	struct map map = { .count = 0 };
	const char *next;
	size_t size;
	char *text;
	FILE *file;

	file = open_memstream(&text, &size);
	if (!file)
		return message->header.start;
	write_source(secret, line, file, &map);
	fclose(file);
	write_header(&map, message, out);
	next = write_printed(&map, message, text, size, out);
	free(text);
	free(map.pieces);
	return next;
}

/* Return: the source line of a message. */
static struct line read_source(const struct line *header, const char *end)
{
	static const char hint[] = "expected any of:";
	struct line line = read_line(header->next, end);

	if ((size_t)(line.end - line.start) > strlen(hint) &&
	    !memcmp(line.start, hint, strlen(hint)))
		line = read_line(line.next, end);
	return line;
}

/* Can @printed be nft's output of that line? nft prints long lines in full or truncated. */
static bool is_printed(const struct line *printed, const struct line *read)
{
	size_t size = printed->end - printed->start, whole = read->end - read->start;

	return (size == whole || (size == PRINTED && size < whole)) &&
	       !memcmp(printed->start, read->start, size);
}

static struct message read_message(const struct nft_netflow_errors *job, const char *text,
				   const char *end)
{
	struct message message = { .header = read_line(text, end) };
	struct place *place = &message.place;
	const char *start = NULL;
	size_t size;

	message.has_place = find_place(&message.header, place);
	if (message.has_place && job->line)
		start = job->line(text, place->start - text, place->line, &size, job->data);
	message.printed = read_source(&message.header, end);
	if (start) {
		message.read = (struct line){ start, start + size, start + size };
		if (!is_printed(&message.printed, &message.read))
			message.printed.start = NULL;
	}
	if (message.printed.start) {
		message.marks = read_line(message.printed.next, end);
		message.marked = is_marks(&message.marks);
	}
	return message;
}

/* Is it an error about a line with a stand-in, and not part of a listing? */
static bool has_stand_in(const char *secret, const struct message *message)
{
	const struct line *line = message->read.start ? &message->read : &message->printed;
	const struct line *header = &message->header;
	struct stand_in found;

	return stand_in_find(secret, line->start, line->end, &found) &&
	       !stand_in_find(secret, header->start, header->end, &found);
}

void nft_netflow_errors(const struct nft_netflow_errors *job, const char *text, size_t size,
			FILE *out)
{
	const char *end = text + size, *next;

	while (text < end) {
		struct message message = read_message(job, text, end);
		struct line *header = &message.header;

		if (!has_stand_in(job->secret, &message)) {
			nft_netflow_listing(job->secret, text, header->next - text, out);
			text = header->next;
			continue;
		}
		next = write_error(job->secret, &message, out);
		if (next == text) {
			fwrite(text, 1, end - text, out);
			return;
		}
		text = next;
	}
}
