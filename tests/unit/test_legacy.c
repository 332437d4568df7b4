// SPDX-License-Identifier: GPL-2.0
/* Linked with: src/ctl/legacy/options.c src/ctl/legacy/modprobe.c */
#include <stdarg.h>
#include <stdlib.h>

#include "iptables/save.h"
#include "legacy/options.h"
#include "legacy/modprobe.h"
#include "text/complain.h"
#include "test.h"

static char complaint[1024];
static struct legacy legacy;

/* What is told on stderr, kept. */
void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(complaint, sizeof(complaint), format, args);
	va_end(args);
}

/* Words separated by blanks; '' is an empty one. */
static int parse(const char *line)
{
	static char copy[512];
	char *argv[32] = { "ipt_netflow" }, *word;
	int argc = 1;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = strcmp(word, "''") ? word : "";
	complaint[0] = '\0';
	return legacy_parse(argc, argv, &legacy);
}

static void refused(const char *line, const char *sentence)
{
	CHECK_EQ(parse(line), -EINVAL);
	CHECK_TEXT(complaint, sentence);
}

static bool given(const struct settings_given *settings, const char *name)
{
	return settings->given[netflow_setting_find(name) - netflow_settings_table];
}

TEST(nothing_means_show)
{
	unsigned int i;

	CHECK_EQ(parse(""), 0);
	CHECK_EQ(legacy.mode, LEGACY_SHOW);
	CHECK(!legacy.help && !legacy.help_long && !legacy.verbose && !legacy.version);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		CHECK(!legacy.settings.given[i]);
}

TEST(modes_in_every_spelling)
{
	static const char *const modes[] = {
		"show", "status", "install", "enable", "disable", "remove",
	};
	static const char *const spellings[] = {
		"-m %s", "-m%s", "--mode %s", "--mode=%s", "-mode %s", "-mode=%s",
	};
	unsigned int i, n;
	char line[64];

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		for (n = 0; n < ARRAY_SIZE(spellings); n++) {
			char *to = line + sprintf(line, "%.*s", (int)strcspn(spellings[n], "%"),
						  spellings[n]);

			strcpy(to, modes[i]);
			CHECK_EQ(parse(line), 0);
			CHECK_EQ(legacy.mode, i);
		}
	}
}

TEST(settings_in_every_spelling)
{
	static const char *const lines[] = {
		"--active-timeout 20", "--active-timeout=20", "-active-timeout 20",
		"-active-timeout=20", "--active_timeout 20", "-active_timeout=20",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		CHECK_EQ(parse(lines[i]), 0);
		CHECK(given(&legacy.settings, "active_timeout"));
		CHECK_EQ(legacy.settings.values.active_timeout, 20);
	}
	CHECK_EQ(parse("-m install -destination 127.0.0.1:2055,127.0.0.1:5055 --debug 1"), 0);
	CHECK_EQ(legacy.settings.values.debug, 1);
	CHECK_TEXT(legacy.settings.values.destination, "127.0.0.1:2055,127.0.0.1:5055");
	CHECK_EQ(parse("--inactive-timeout 20 --hashsize 15000"), 0);
	CHECK_EQ(legacy.settings.values.inactive_timeout, 20);
	CHECK_EQ(legacy.settings.values.hashsize, 15000);
	CHECK_EQ(parse("--sndbuf=128000 --maxflows=1000000"), 0);
	CHECK_EQ(legacy.settings.values.sndbuf, 128000);
	CHECK_EQ(legacy.settings.values.maxflows, 1000000);
	CHECK(!given(&legacy.settings, "active_timeout"));
	CHECK_EQ(parse("-d 192.0.2.1:9995"), 0);
	CHECK_TEXT(legacy.settings.values.destination, "192.0.2.1:9995");
	CHECK_EQ(parse("--destination '' --aggregation ''"), 0);
	CHECK(given(&legacy.settings, "destination"));
	CHECK_TEXT(legacy.settings.values.destination, "");
}

TEST(booleans)
{
	static const struct {
		const char *line;
		bool help, help_long, verbose, version;
	} cases[] = {
		{ "-h", 1, 0, 0, 0 }, { "-h true", 1, 0, 0, 0 }, { "-h false", 0, 0, 0, 0 },
		{ "--help", 1, 0, 0, 0 }, { "--help true", 1, 0, 0, 0 },
		{ "--help false", 0, 0, 0, 0 }, { "--help=false", 0, 0, 0, 0 },
		{ "-help=true", 1, 0, 0, 0 },
		{ "-H", 0, 1, 0, 0 }, { "--help-long", 0, 1, 0, 0 }, { "-H false", 0, 0, 0, 0 },
		{ "-v", 0, 0, 1, 0 }, { "--verbose", 0, 0, 1, 0 }, { "-v false", 0, 0, 0, 0 },
		{ "--version", 0, 0, 0, 1 }, { "-version", 0, 0, 0, 1 },
		{ "--version false", 0, 0, 0, 0 },
		{ "-v -h", 1, 0, 1, 0 }, { "-v true -h false -H", 0, 1, 1, 0 },
		{ "-v -v false", 0, 0, 0, 0 }, { "-v false -v", 0, 0, 1, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (parse(cases[i].line) || legacy.help != cases[i].help ||
		    legacy.help_long != cases[i].help_long || legacy.verbose != cases[i].verbose ||
		    legacy.version != cases[i].version)
			test_failed(__FILE__, __LINE__, "%s: %s", cases[i].line, complaint);
	}
	CHECK_EQ(parse("-v false -m status"), 0);
	CHECK_EQ(legacy.mode, LEGACY_STATUS);
}

TEST(the_last_one_wins)
{
	CHECK_EQ(parse("-m install --debug 1 -mode enable -debug 2 --mode status"), 0);
	CHECK_EQ(legacy.mode, LEGACY_STATUS);
	CHECK_EQ(legacy.settings.values.debug, 2);
}

TEST(ranges)
{
	static const struct {
		const char *option;
		const char *least;
		const char *most;
	} cases[] = {
		{ "active-timeout", "1", "86400" },
		{ "inactive-timeout", "1", "86400" },
		{ "debug", "0", "9" },
		{ "hashsize", "0", "67108864" },
		{ "sndbuf", "0", "536870912" },
		{ "maxflows", "0", "4294967295" },
	};
	char line[128], expected[256];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(line, sizeof(line), "--%s %s", cases[i].option, cases[i].least);
		CHECK_EQ(parse(line), 0);
		snprintf(line, sizeof(line), "--%s %s", cases[i].option, cases[i].most);
		CHECK_EQ(parse(line), 0);
		snprintf(line, sizeof(line), "--%s %lld", cases[i].option,
			 atoll(cases[i].least) - 1);
		snprintf(expected, sizeof(expected),
			 "--%s: '%lld' is too small; the minimum value permitted is %s",
			 cases[i].option, atoll(cases[i].least) - 1, cases[i].least);
		refused(line, expected);
		snprintf(line, sizeof(line), "--%s %lld", cases[i].option,
			 atoll(cases[i].most) + 1);
		snprintf(expected, sizeof(expected),
			 "--%s: '%lld' is too large; the maximum value permitted is %s",
			 cases[i].option, atoll(cases[i].most) + 1, cases[i].most);
		refused(line, expected);
	}
	refused("--debug 99999999999999999999",
		"--debug: '99999999999999999999' is too large; the maximum value permitted is 9");
	refused("--debug -99999999999999999999",
		"--debug: '-99999999999999999999' is too small; the minimum value permitted is 0");
}

TEST(refusals_quote_the_input)
{
	refused("-m start",
		"unknown mode 'start'; modes: show, status, install, enable, disable, remove");
	refused("-m ''", "unknown mode ''; modes: show, status, install, enable, disable, remove");
	refused("--mode Show",
		"unknown mode 'Show'; modes: show, status, install, enable, disable, remove");
	refused("--bogus", "unknown option '--bogus'; see 'ipt_netflow --help'");
	refused("-bogus", "unknown option '-bogus'; see 'ipt_netflow --help'");
	refused("-x", "unknown option '-x'; see 'ipt_netflow --help'");
	refused("-v true --bogus=1 -h", "unknown option '--bogus=1'; see 'ipt_netflow --help'");
	refused("-m", "option '-m' needs a value; see 'ipt_netflow --help'");
	refused("-v --debug", "option '--debug' needs a value; see 'ipt_netflow --help'");
	refused("status", "'status' is not an option; see 'ipt_netflow --help'");
	refused("-v maybe", "'maybe' is not an option; see 'ipt_netflow --help'");
	refused("--help=maybe", "--help takes true or false, not 'maybe'");
	refused("--debug 1x", "--debug takes an integer, not '1x'");
	refused("--debug ''", "--debug takes an integer, not ''");
	refused("--debug -", "--debug takes an integer, not '-'");
	refused("--destination 10.0.0.1:70000",
		"destination '10.0.0.1:70000': port '70000' is not a number from 1 to 65535");
	refused("--aggregation 80-89=x",
		"aggregation: '80-89=x': not a rule; allowed: NETWORK/LENGTH=LENGTH or PORT[-PORT]=PORT");
}

/* A file, and what it must say. */
static struct modprobe file;

static int read_text(const char *text)
{
	complaint[0] = '\0';
	return modprobe_parse(text, "FILE", &file);
}

TEST(modprobe_options_are_found)
{
	CHECK_EQ(read_text("# a comment\n"
			   "options ipt_NETFLOW destination=127.0.0.1:2055 debug=1\n"
			   "options other debug=2\n"
			   "  options \t ipt_NETFLOW   active-timeout=20\\\n inactive_timeout=\"30\"\n"
			   "options ipt_NETFLOWS debug=3\n"
			   "#options ipt_NETFLOW debug=4\n"
			   "blacklist ipt_NETFLOW\n"
			   "options ipt_NETFLOW debug=5 natevents=\"1 debug=7\" odd"), 0);
	CHECK_TEXT(file.settings.values.destination, "127.0.0.1:2055");
	CHECK_EQ(file.settings.values.active_timeout, 20);
	CHECK_EQ(file.settings.values.inactive_timeout, 30);
	CHECK_EQ(file.settings.values.debug, 5);
	CHECK(!given(&file.settings, "maxflows"));
	CHECK_TEXT(file.unknown, " natevents=\"1 debug=7\" odd");
	CHECK_TEXT(file.before, "# a comment\n");
	CHECK_TEXT(file.after, "options other debug=2\noptions ipt_NETFLOWS debug=3\n"
		   "#options ipt_NETFLOW debug=4\nblacklist ipt_NETFLOW\n");
	modprobe_free(&file);
}

TEST(modprobe_refusals_name_the_line)
{
	CHECK_EQ(read_text("# one\\\n# two\noptions ipt_NETFLOW debug=1 debug=99\n"), -EINVAL);
	CHECK_TEXT(complaint,
		   "FILE, line 3: debug: '99' is out of range; allowed: 1 to 9, or 0 (off)");
	modprobe_free(&file);
	CHECK_EQ(read_text("options ipt_NETFLOW debug\n"), -EINVAL);
	CHECK_TEXT(complaint,
		   "FILE, line 1: debug: '' is empty; allowed: 1 to 9, or 0 (off)");
	modprobe_free(&file);
}

TEST(modprobe_a_new_file)
{
	char *text, *rest;

	CHECK_EQ(read_text(""), 0);
	CHECK_EQ(settings_give(&file.settings, "destination", "192.0.2.1"), 0);
	CHECK_EQ(settings_give(&file.settings, "maxflows", "0"), 0);
	text = modprobe_format(&file);
	CHECK_TEXT(text, "# Options of the module ipt_NETFLOW, see ipt_netflow(8).\n"
		   "options ipt_NETFLOW maxflows=0 destination=192.0.2.1:2055\n"
		   "softdep nf_netflow post: ipt_NETFLOW\n");
	modprobe_free(&file);
	CHECK_EQ(read_text(text), 0);
	rest = modprobe_rest(&file);
	CHECK_TEXT(rest, "");
	free(rest);
	free(text);
	modprobe_free(&file);
}

/* Reading what was written gives the same, and so does writing it again. */
static void check_round_trip(const char *original)
{
	char *text, *again, *rest, *rest_again;
	struct settings_given settings;

	if (read_text(original)) {
		modprobe_free(&file);
		return;
	}
	settings = file.settings;
	text = modprobe_format(&file);
	rest = modprobe_rest(&file);
	modprobe_free(&file);
	CHECK_EQ(read_text(text), 0);
	CHECK(!memcmp(&settings, &file.settings, sizeof(settings)));
	CHECK_TEXT(file.unknown, "");
	again = modprobe_format(&file);
	CHECK_TEXT(again, text);
	rest_again = modprobe_rest(&file);
	/* But for the comment that keeps what was unknown. */
	if (!strstr(text, "# Parameters that"))
		CHECK_TEXT(rest_again, rest);
	modprobe_free(&file);
	free(text);
	free(again);
	free(rest);
	free(rest_again);
}

TEST(modprobe_round_trip)
{
	static const char *const parts[] = {
		"options ", "ipt_NETFLOW ", "options ipt_NETFLOW ", "debug=2", "destination=",
		"\"", "=", " ", "\n", "\n", "\\\n", "#", "maxflows=7 ", "softdep nf_netflow post: ",
		"ipt_NETFLOW\n", "odd=1 ", "\\", "\t", "destination=10.0.0.1,[::1]:99",
	};
	char text[512];
	int i, n, length;

	check_round_trip("alias a b\noptions ipt_NETFLOW debug=1 x=2\nalias c d");
	for (i = 0; i < 20000; i++) {
		length = 0;
		for (n = test_random() % 16; n >= 0; n--)
			length += snprintf(text + length, sizeof(text) - length, "%s",
					   parts[test_random() % ARRAY_SIZE(parts)]);
		check_round_trip(text);
	}
}

TEST(lines_of_iptables_save)
{
	char line[] = "-A INPUT -i eth0 -m comment --comment \"a \\\"b\\\" -j NETFLOW\" -j ACCEPT";
	char rule[] = "-A IN -m comment --comment \"it\\'s \\\\ here\"  -j NETFLOW --monitor wan";
	char goes_to[] = "-A INPUT -j NETFLOWS", chain[] = ":NETFLOW - [0:0]", empty[] = "";
	char most[4 * IPTABLES_WORDS];
	char *words[IPTABLES_WORDS];

	CHECK_EQ(iptables_words(line, words), 10);
	CHECK_TEXT(words[7], "a \"b\" -j NETFLOW");
	CHECK(!words[10]);
	CHECK(!iptables_is_netflow(words));
	CHECK_EQ(iptables_words(rule, words), 10);
	CHECK_TEXT(words[5], "it's \\ here");
	CHECK(iptables_is_netflow(words));
	CHECK_TEXT(words[9], "wan");
	iptables_words(goes_to, words);
	CHECK(!iptables_is_netflow(words));
	iptables_words(chain, words);
	CHECK(!iptables_is_netflow(words));
	CHECK_EQ(iptables_words(empty, words), 0);
	CHECK(!iptables_is_netflow(words));
	memset(most, 0, sizeof(most));
	while (strlen(most) < 2 * IPTABLES_WORDS)
		strcat(most, "x ");
	CHECK_EQ(iptables_words(most, words), -E2BIG);
}
