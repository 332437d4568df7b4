// SPDX-License-Identifier: GPL-2.0
/* The picture of top: in every width of a terminal its lines fit, and what is cut says so. */
#include <stdlib.h>
#include <string.h>

#include "text/output.h"
#include "text/wrap.h"
#include "flows/top_draw.h"
#include "test.h"

static struct rate_row flows[] = {
	{ .label = "udp\t[2001:db8:1111:2222:3333:4444:5555:6666]:65535\t"
		   "[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:50000\teth0\twan-long-name.7",
	  .bytes = { 125000000 }, .packets = { 100000 }, .flows = 1 },
	{ .label = "tcp\t10.1.0.1:1024\t10.2.0.1:443\teth0\t-",
	  .bytes = { 999 }, .packets = { 1 }, .flows = 1 },
};

static struct rate_row hosts[] = {
	{ .label = "2001:db8:1111:2222:3333:4444:5555:6666", .bytes = { 1000, 125000000 },
	  .packets = { 10, 1000000 }, .flows = 12345 },
	{ .label = "10.1.0.1", .bytes = { 1000, 0 }, .packets = { 10, 0 }, .flows = 1 },
};

static char *draw_view(const struct top_view *view, struct rate_row *rows, size_t count,
		       int width)
{
	struct rates rates = { .rows = rows, .count = count };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	top_draw(out, view, &rates, width, 10, false, "\n");
	fclose(out);
	return text;
}

static char *draw(const char *by, struct rate_row *rows, int width, bool by_packets)
{
	struct top_view view = {
		.monitor = "default", .filter = "", .by = by, .interval = 2, .elapsed_ms = 1000,
		.by_packets = by_packets,
	};

	return draw_view(&view, rows, 2, width);
}

static size_t longest_line(const char *text)
{
	size_t longest = 0, length;

	for (; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (length > longest)
			longest = length;
	}
	return longest;
}

TEST(lines_fit)
{
	static const char *const by[] = { "flow", "host", "port", "interface" };
	int width;
	size_t i;

	for (i = 0; i < 4; i++) {
		for (width = TOP_WIDTH_LEAST; width < 220; width++) {
			struct rate_row *rows = i ? hosts : flows;
			char *text = draw(by[i], rows, width, width % 2);

			CHECK(longest_line(text) <= (size_t)width);
			free(text);
		}
	}
}

TEST(a_number_in_the_head_is_whole_or_not_there)
{
	static const char line[] = "a  bcd  ef";

	CHECK(parts_fit(line, 0) == 10 && parts_fit(line, 10) == 10 && parts_fit(line, 99) == 10);
	CHECK(parts_fit(line, 9) == 6 && parts_fit(line, 6) == 6);
	CHECK(parts_fit(line, 5) == 1 && parts_fit(line, 1) == 1);
	CHECK(parts_fit("abc", 2) == 2);
}

TEST(what_is_cut_says_so)
{
	char *text = draw("flow", flows, 80, false);

	/* The network, the end of the address, the port. */
	CHECK(strstr(text, "[2001:db8:1111~5:6666]:65535"));
	CHECK(strstr(text, "[2001:db8:aaaa~ee:ffff]:50000"));
	CHECK(strstr(text, "10.1.0.1:1024"));
	CHECK(strstr(text, "1.0 Gbit/s"));
	/* What the rows are sorted by stays, the rest goes. */
	CHECK(strstr(text, "BITS/S*"));
	CHECK(!strstr(text, "PACKETS"));
	CHECK(!strstr(text, "wan-long-name"));
	free(text);
	text = draw("flow", flows, 80, true);
	CHECK(strstr(text, "PACKETS/S*"));
	CHECK(!strstr(text, "BITS"));
	free(text);
}

TEST(nothing_is_cut_where_there_is_room)
{
	char *text = draw("flow", flows, 0, false);

	CHECK(!strstr(text, "~"));
	CHECK(strstr(text,
		     "[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:50000  eth0  wan-long-name.7"));
	CHECK(strstr(text, "100,000"));
	free(text);
	text = draw("host", hosts, 120, false);
	CHECK(strstr(text, "2001:db8:1111:2222:3333:4444:5555:6666"));
	CHECK(strstr(text, "12,345"));
	free(text);
}

TEST(in_a_very_narrow_terminal_numbers_are_whole)
{
	char *text = draw("flow", flows, TOP_WIDTH_LEAST, false);

	CHECK(strstr(text, "\n[200~]:65535  [200~]:50000    1.0 Gbit/s\n"));
	free(text);
	text = draw("host", hosts, TOP_WIDTH_LEAST, false);
	CHECK(strstr(text, "1.0 Gbit/s\n"));
	CHECK(!strstr(text, "FLOWS"));
	free(text);
}

TEST(less_than_one_a_second_is_not_none)
{
	struct top_view view = { .monitor = "default", .filter = "", .by = "port",
				 .elapsed_ms = 3000 };
	struct rate_row row = { .label = "tcp/443", .bytes = { 60 }, .packets = { 1 },
				.flows = 1 };
	char *text = draw_view(&view, &row, 1, 0);

	CHECK(strstr(text, " <1 "));
	free(text);
}

TEST(the_head_tells_what_is_seen)
{
	struct top_view view = { .monitor = "wan", .by = "flow", .elapsed_ms = 1000,
				 .filter = "protocol udp, host 2001:db8::/32" };
	char *text = draw_view(&view, flows, 2, 60);

	CHECK(strstr(text, "  monitor wan  "));
	CHECK(strstr(text, "\nonly protocol udp, host 2001:db8::/32\nPROTO"));
	free(text);
	view.paused = true;
	text = draw_view(&view, flows, 2, TOP_WIDTH_LEAST);
	CHECK(strstr(text, "  paused  "));
	free(text);
}

/* Where the numbers begin, in the row with the names. */
static size_t numbers_at(const struct top_view *view, struct rate_row *rows, size_t count)
{
	char *text = draw_view(view, rows, count, 0), *names = strchr(text, '\n') + 1;
	size_t at = strstr(names, "PACKETS/S") - names;

	free(text);
	return at;
}

TEST(columns_stay_where_they_are)
{
	struct top_view view = { .monitor = "default", .filter = "", .by = "flow",
				 .elapsed_ms = 1000, .now_ms = 1000000 };
	struct rates both = { .rows = flows, .count = 2 };
	struct rates second = { .rows = flows + 1, .count = 1 };
	size_t at;

	top_measure(&view, &both, 10);
	at = numbers_at(&view, flows, 2);
	/* The long addresses rest for a moment. */
	view.now_ms += 10000;
	top_measure(&view, &second, 10);
	CHECK_EQ(numbers_at(&view, flows + 1, 1), at);
	view.now_ms += 10000;
	top_measure(&view, &both, 10);
	view.now_ms += 25000;
	top_measure(&view, &second, 10);
	CHECK_EQ(numbers_at(&view, flows + 1, 1), at);
	/* They seem to be gone. */
	view.now_ms += 10000;
	top_measure(&view, &second, 10);
	CHECK(numbers_at(&view, flows + 1, 1) < at);
	/* Something else is looked at. */
	top_measure(&view, &both, 10);
	view.by = "host";
	second.rows = hosts + 1;
	top_measure(&view, &second, 10);
	CHECK_EQ(view.widths[0].width, (int)strlen("10.1.0.1"));
}
