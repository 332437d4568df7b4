// SPDX-License-Identifier: GPL-2.0
/*
 * Error messages of nft. They have a header, with or without a place, the line that
 * it is about, and a line that marks the place:
 *
 *	rules.nft:3:10-12: Error: syntax error, unexpected log
 *			drop log prefix "1###default"
 *			     ^^^
 *
 * New versions have a line "expected any of: ..." behind the header.
 */
#include "nft_netflow_translate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "listing.h"

/* Columns [from, from_end) of the line that nft saw are [to, to_end) of the user's. */
struct piece {
	size_t from;
	size_t from_end;
	size_t to;
	size_t to_end;
};

/* In the order of their columns. */
struct map {
	struct piece *pieces;
	size_t count;
};

struct line {
	const char *start;
	const char *end;	/* without the newline */
	const char *next;
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

/* The words of a stand-in are those of the statement. */
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

/* Write the line as the user had it, and learn where its columns are now. */
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
	fwrite(at, 1, line->next - at, out);
}

/* What became of a column, in @piece; columns outside of all pieces only move. */
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

/* Is this a line that marks places? */
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

/* The marks under their columns; tabs of the line above stay tabs. */
static void write_marks(const struct map *map, const struct line *marks, FILE *out)
{
	size_t size = marks->end - marks->start, last = 0, i, to;
	size_t room = map_column(map, size).to_end + 1;
	char *line = malloc(room);

	if (!line)
		return;
	memset(line, ' ', room);
	for (i = 0; i < size; i++) {
		struct piece piece = map_column(map, i);

		if (marks->start[i] == ' ')
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

/* Does the marked place begin with a stand-in? */
static bool marks_stand_in(const struct map *map, const struct line *marks)
{
	size_t i = 0;

	while (marks->start + i < marks->end && marks->start[i] != '^')
		i++;
	return map_column(map, i).from_end > 0;
}

/* Read a number that is followed by @after; returns where to go on, NULL if it is none. */
static const char *read_number(const char *at, const char *end, char after, size_t *number)
{
	const char *start = at;

	for (*number = 0; at < end && isdigit((unsigned char)*at) && at - start < 9; at++)
		*number = *number * 10 + (*at - '0');
	return at > start && at < end && *at == after ? at + 1 : NULL;
}

/* Read `:LINE:FIRST-LAST:` at @at; returns where FIRST begins, NULL if it is something else. */
static const char *read_place(const char *at, const char *end, size_t *first, size_t *last,
			      const char **behind)
{
	const char *columns, *next;
	size_t line;

	columns = *at == ':' ? read_number(at + 1, end, ':', &line) : NULL;
	next = columns ? read_number(columns, end, '-', first) : NULL;
	*behind = next ? read_number(next, end, ':', last) : NULL;
	if (!*behind || !*first || !*last)
		return NULL;
	--*behind;
	return columns;
}

/* "unexpected log" is what nft said to the user's netflow. */
static void write_message(const char *at, const char *end, bool stand_in, FILE *out)
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

static void write_header(const struct map *map, const struct line *header, bool stand_in,
			 FILE *out)
{
	const char *at, *columns, *behind;
	size_t first, last;

	for (at = header->start; at < header->end; at++) {
		columns = read_place(at, header->end, &first, &last, &behind);
		if (!columns)
			continue;
		fwrite(header->start, 1, columns - header->start, out);
		fprintf(out, "%zu-%zu", map_column(map, first - 1).to + 1,
			map_column(map, last - 1).to_end);
		write_message(behind, header->next, stand_in, out);
		return;
	}
	write_message(header->start, header->next, stand_in, out);
}

/* A message whose line holds a stand-in; returns where the next one begins. */
static const char *write_error(const char *secret, const struct line *header,
			       const struct line *source, const char *end, FILE *out)
{
	struct line marks = read_line(source->next, end);
	bool marked = is_marks(&marks);
	struct map map = { .count = 0 };
	size_t size;
	char *text;
	FILE *line;

	line = open_memstream(&text, &size);
	if (!line)
		return header->start;
	write_source(secret, source, line, &map);
	fclose(line);
	write_header(&map, header, marked && marks_stand_in(&map, &marks), out);
	fwrite(header->next, 1, source->start - header->next, out);
	fwrite(text, 1, size, out);
	free(text);
	if (marked)
		write_marks(&map, &marks, out);
	free(map.pieces);
	return marked ? marks.next : source->next;
}

/* The line that a message is about. */
static struct line read_source(const struct line *header, const char *end)
{
	static const char hint[] = "expected any of:";
	struct line line = read_line(header->next, end);

	if ((size_t)(line.end - line.start) > strlen(hint) &&
	    !memcmp(line.start, hint, strlen(hint)))
		line = read_line(line.next, end);
	return line;
}

void nft_netflow_errors(const char *secret, const char *text, size_t size, FILE *out)
{
	const char *end = text + size, *next;
	struct stand_in found;

	while (text < end) {
		struct line header = read_line(text, end), source = read_source(&header, end);

		if (!stand_in_find(secret, source.start, source.end, &found) ||
		    stand_in_find(secret, header.start, header.end, &found)) {
			nft_netflow_listing(secret, header.start, header.next - header.start, out);
			text = header.next;
			continue;
		}
		next = write_error(secret, &header, &source, end, out);
		if (next == header.start) {
			fwrite(text, 1, end - text, out);
			return;
		}
		text = next;
	}
}
