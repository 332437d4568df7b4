// SPDX-License-Identifier: GPL-2.0
/* Tables and texts for people: they fit the line, and what is left out or cut is named. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "text/output.h"
#include "text/quote.h"
#include "text/similar.h"
#include "text/wrap.h"
#include "text/table.h"
#include "text/width.h"
#include "test.h"

#define LONG_SOURCE	"[2001:db8:1111:2222:3333:4444:5555:6666]:65535"
#define LONG_TARGET	"[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:50000"
#define MATCH		"ip6 daddr 2001:db8:aaaa::/48 tcp dport { 80, 443, 8080 }"

TEST(quoting)
{
	char buf[32];

	CHECK_TEXT(quote_word("eth0.7:1", buf, sizeof(buf)), "eth0.7:1");
	CHECK_TEXT(quote_word("a;b", buf, sizeof(buf)), "'a;b'");
	CHECK_TEXT(quote_word("it's $(x)", buf, sizeof(buf)), "'it'\\''s $(x)'");
	CHECK_TEXT(quote_word("", buf, sizeof(buf)), "''");
	CHECK_TEXT(quote_word("a name that is much too long for it;", buf, sizeof(buf)), "''");
	CHECK(is_nft_name("filter-2.x/_"));
	CHECK(!is_nft_name(""));
	CHECK(!is_nft_name("-a"));
	CHECK(!is_nft_name("2a"));
	CHECK(!is_nft_name("a b"));
	CHECK(!is_nft_name("a;b"));
	CHECK(!is_nft_name("a$(b)"));
}

static const char *meant(const char *typed, const char *const *words)
{
	static struct similar search;

	search = (struct similar){ .typed = typed };
	for (; *words; words++)
		similar_offer(&search, *words);
	return search.best;
}

TEST(typos)
{
	static const char *const words[] = { "set", "get", "status", "stats", "monitor", NULL };

	CHECK_TEXT(meant("statsu", words), "status");
	CHECK_TEXT(meant("stat", words), "stats");
	CHECK_TEXT(meant("mnitor", words), "monitor");
	CHECK_TEXT(meant("xyz", words), "");
	CHECK_TEXT(meant("", words), "");
	CHECK_TEXT(meant("a word that is much longer than any of these words are", words), "");
}

static FILE *before;
static char *printed;
static size_t printed_size;

/* What is printed in between is in @printed; the caller frees it. */
static void begin(void)
{
	setenv("NO_COLOR", "1", 1);
	fflush(stdout);
	before = stdout;
	stdout = open_memstream(&printed, &printed_size);
}

static void end(void)
{
	fclose(stdout);
	stdout = before;
}

static const char *const flow[] = { "tcp", LONG_SOURCE, LONG_TARGET, "1,234,567", "1.2 GiB" };
static const char *const other[] = { "udp", "10.0.0.1:53", "10.0.0.2:1024", "1", "64 B" };

static void print_flows(int line)
{
	static const unsigned char order[] = { TABLE_CUT, 3 };
	struct table table = {
		.columns = 5, .header = { "PROTO", "SOURCE", "DESTINATION", "PACKETS", "BYTES" },
		.right = 1 << 3 | 1 << 4, .cut = 1 << 1 | 1 << 2,
	};

	begin();
	table_measure(&table, table.header);
	table_measure(&table, flow);
	table_measure(&table, other);
	table_fit(&table, line, order, sizeof(order));
	table_header(&table);
	table_row(&table, flow);
	table_row(&table, other);
	table_note(&table);
	end();
}

static size_t longest_line(void)
{
	size_t longest = 0, length;
	const char *text;

	for (text = printed; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		longest = length > longest ? length : longest;
	}
	return longest;
}

TEST(rows_fit_the_line)
{
	static const char blank_end[] = { ' ', '\n', '\0' };
	int line;

	for (line = 42; line < 150; line++) {
		print_flows(line);
		CHECK(longest_line() <= (size_t)line);
		CHECK(strstr(printed, "]:65535  "));
		CHECK(strstr(printed, "  1.2 GiB\n"));
		CHECK(!strstr(printed, blank_end));
		free(printed);
	}
}

TEST(what_is_left_out_or_cut_is_named)
{
	print_flows(0);
	CHECK(strstr(printed, "tcp    " LONG_SOURCE "  " LONG_TARGET "  1,234,567  1.2 GiB\n"));
	CHECK(!strstr(printed, "want of room"));
	free(printed);
	print_flows(100);
	CHECK(strstr(printed, "  1,234,567  1.2 GiB\n"));
	CHECK(strstr(printed, "cut at '~' (too narrow): SOURCE, DESTINATION\n"));
	free(printed);
	print_flows(72);
	CHECK(!strstr(printed, "1,234,567"));
	CHECK(strstr(printed, "not shown (too narrow): PACKETS; "
			      "cut at '~': SOURCE, DESTINATION\n"));
	free(printed);
}

TEST(a_first_cell_that_is_too_long_has_its_own_line)
{
	static const char *const long_row[] = { LONG_SOURCE "@" LONG_TARGET "/v9", "IPFIX", "12" };
	static const char *const row[] = { "10.0.0.1:2055", "IPFIX", "1,234" };
	struct table table = {
		.columns = 3, .header = { "TO", "PROTOCOL", "FLOWS" }, .indent = 4,
		.right = 1 << 2, .alone = true,
	};

	begin();
	table_measure(&table, table.header);
	table_measure(&table, long_row);
	table_measure(&table, row);
	table_fit(&table, 60, NULL, 0);
	table_row(&table, long_row);
	table_row(&table, row);
	end();
	/* Not wider than it helps. */
	CHECK_TEXT(printed, "    " LONG_SOURCE "@" LONG_TARGET "/v9\n"
		   "                                      IPFIX        12\n"
		   "    10.0.0.1:2055                     IPFIX     1,234\n");
	free(printed);
}

TEST(a_text_at_the_end_goes_on_below)
{
	static const char *const row[] = { "forward", MATCH }, *const none[] = { "input", "" };
	struct table table = { .columns = 2, .header = { "CHAIN", "MATCH" }, .wrapped = true };

	begin();
	table_measure(&table, row);
	table_measure(&table, none);
	table_fit(&table, 45, NULL, 0);
	table_row(&table, row);
	table_row(&table, none);
	end();
	CHECK_TEXT(printed, "forward  ip6 daddr 2001:db8:aaaa::/48 tcp\n"
		   "         dport { 80, 443, 8080 }\ninput\n");
	free(printed);
	begin();
	table_fit(&table, 30, NULL, 0);
	table_header(&table);
	table_row(&table, row);
	end();
	/* A word is not parted; a text that fits is not moved. */
	CHECK_TEXT(printed, "CHAIN    MATCH\nforward\n    ip6 daddr\n    2001:db8:aaaa::/48 tcp\n"
		   "    dport { 80, 443, 8080 }\n");
	free(printed);
}

TEST(words_are_parted_at_commas_alone)
{
	begin();
	printf("to: ");
	print_wrapped("10.0.0.1:2055,10.0.0.2:2055,10.0.0.3:2055 has 1,234,567 flows", 4, 34);
	end();
	CHECK_TEXT(printed, "to: 10.0.0.1:2055,10.0.0.2:2055,\n"
		   "    10.0.0.3:2055 has 1,234,567\n    flows\n");
	free(printed);
	begin();
	print_wrapped("10.0.0.1:2055,10.0.0.2:2055 is far", 0, 0);
	print_wrapped("a " LONG_SOURCE "," LONG_TARGET, 0, 20);
	print_wrapped("", 0, 20);
	end();
	CHECK_TEXT(printed, "10.0.0.1:2055,10.0.0.2:2055 is far\n"
		   "a\n" LONG_SOURCE ",\n" LONG_TARGET "\n\n");
	free(printed);
}

TEST(long_words_begin_before_their_column)
{
	begin();
	printf("destination  ");
	print_wrapped("10.0.0.1,[2001:db8::1]:4739 and more", 13, 24);
	end();
	CHECK_TEXT(printed, "destination  10.0.0.1,\n      [2001:db8::1]:4739\n"
		   "             and more\n");
	free(printed);
}

TEST(names_are_cut_where_text_below_them_is_not_enough)
{
	static const char *const row[] = { "a-rather-long-name-of-a-table", "forward", "tcp" };
	struct table table = {
		.columns = 3,
		.header = { "TABLE", "CHAIN", "MATCH" },
		.cut = 1 << 0 | 1 << 1,
		.wrapped = true,
	};

	begin();
	table_measure(&table, table.header);
	table_measure(&table, row);
	table_fit(&table, 26, NULL, 0);
	table_row(&table, row);
	table_note(&table);
	end();
	CHECK_TEXT(printed, "a-rather~-a-table  forward\n    tcp\n"
		   "cut at '~' (too narrow):\nTABLE\n");
	free(printed);
}

TEST(numbers_of_any_size_are_cut_nowhere)
{
	char text[FORMAT_SIZE];

	CHECK_TEXT(format_count(18446744073709551615ULL, text), "18,446,744,073,709,551,615");
	CHECK(strlen(format_bytes(18446744073709551615ULL, text)) < FORMAT_SIZE);
}

/* Two octets a column, three octets for two columns, and an accent that takes none. */
#define UMLAUT	"w\xc3\xa4n0"
#define WIDE	"\xe7\xb6\xb2\xe8\xb7\xaf"
#define ACCENT	"cafe\xcc\x81"

TEST(widths_are_columns)
{
	static const char beyond[] = "\xe7\xb6";

	CHECK(setlocale(LC_CTYPE, "C.UTF-8"));
	CHECK_EQ(text_width(""), 0);
	CHECK_EQ(text_width("eth0"), 4);
	CHECK_EQ(text_width(UMLAUT), 4);
	CHECK_EQ(text_width(WIDE), 4);
	CHECK_EQ(text_width(ACCENT), 4);
	CHECK_EQ(text_width_of(WIDE, 3), 2);
	/* What is cut short or is no character is a column an octet. */
	CHECK_EQ(text_width(beyond), 2);
	CHECK_EQ(text_width("\xff\xfe-"), 3);
	CHECK_EQ(text_head(UMLAUT, 2), 3);
	CHECK_EQ(text_head(WIDE, 3), 3);
	CHECK_EQ(text_head(ACCENT, 4), 6);
	CHECK_EQ(text_head(UMLAUT, -1), 0);
	CHECK_TEXT(text_tail(UMLAUT, 3), "\xc3\xa4n0");
	CHECK_TEXT(text_tail(WIDE, 3), "\xe8\xb7\xaf");
	CHECK_TEXT(text_tail(ACCENT, 0), "");
	CHECK_TEXT(text_tail(UMLAUT, 9), UMLAUT);
	CHECK(setlocale(LC_CTYPE, "C"));
	CHECK_EQ(text_width(UMLAUT), 5);
	CHECK_TEXT(text_tail(UMLAUT, 2), "n0");
}

TEST(columns_of_any_script_are_aligned)
{
	static const char *const rows[][2] = {
		{ "eth0", "1" }, { UMLAUT, "12" }, { WIDE, "123" }, { ACCENT, "1,234" },
	};
	struct table table = { .columns = 2, .header = { "IN", "PACKETS" }, .right = 1 << 1 };
	size_t i;

	setlocale(LC_CTYPE, "C.UTF-8");
	begin();
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		table_measure(&table, rows[i]);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		table_row(&table, rows[i]);
	end();
	setlocale(LC_CTYPE, "C");
	CHECK_TEXT(printed, "eth0      1\n" UMLAUT "     12\n" WIDE "    123\n" ACCENT "  1,234\n");
	free(printed);
}

TEST(characters_are_never_cut)
{
	int width, used;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (width = 1; width < 30; width++) {
		begin();
		used = print_cut(stdout, WIDE UMLAUT WIDE "[2001:db8::1]" WIDE ACCENT, width);
		end();
		CHECK(used <= width && used >= width - 2);
		CHECK_EQ(text_width(printed), used);
		CHECK(mbstowcs(NULL, printed, 0) != (size_t)-1);
		free(printed);
	}
	begin();
	print_wrapped(WIDE " " UMLAUT " " WIDE, 2, 11);
	end();
	setlocale(LC_CTYPE, "C");
	CHECK_TEXT(printed, WIDE " " UMLAUT "\n  " WIDE "\n");
	free(printed);
}
