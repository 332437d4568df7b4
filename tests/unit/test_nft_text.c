// SPDX-License-Identifier: GPL-2.0
/* The statement netflow in texts: where it is found, and that it comes back as it was. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translate/nft_netflow_translate.h"
#include "test.h"

#define SECRET	"xyz"

static char *translate(enum nft_netflow_context context, const char *text, int *statements)
{
	struct nft_netflow_text job = { .secret = SECRET, .context = context };
	char *result;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	nft_netflow_text(&job, text, strlen(text), out);
	fclose(out);
	*statements = job.statements;
	return result;
}

static char *list(const char *text)
{
	char *result;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	nft_netflow_listing(SECRET, text, strlen(text), out);
	fclose(out);
	return result;
}

static int lines(const char *text)
{
	int count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

/* There are so many statements, and the way back leads to the very same text. */
static void check(enum nft_netflow_context context, const char *text, int expected)
{
	int statements;
	char *there = translate(context, text, &statements), *back = list(there);

	if (statements != expected)
		test_failed(__FILE__, __LINE__, "%d statements, not %d, in \"%s\": \"%s\"",
			    statements, expected, text, there);
	if (!expected && strcmp(there, text))
		test_failed(__FILE__, __LINE__, "\"%s\" became \"%s\"", text, there);
	if (strcmp(back, text))
		test_failed(__FILE__, __LINE__, "\"%s\" came back as \"%s\"", text, back);
	if (lines(there) != lines(text))
		test_failed(__FILE__, __LINE__, "\"%s\" has other lines: \"%s\"", text, there);
	free(there);
	free(back);
}

TEST(stand_ins_are_what_netlink_expects)
{
	int statements;
	char *text;

	text = translate(NFT_NETFLOW_COMMANDS, "add rule t c netflow", &statements);
	CHECK_TEXT(text, "add rule t c log prefix \"\001xyzdefault\" " NFT_NETFLOW_GUARD);
	free(text);
	text = translate(NFT_NETFLOW_COMMANDS, "add rule t c netflow\tmonitor  wan-1 accept",
			 &statements);
	CHECK_TEXT(text, "add rule t c log\tprefix  \"\002xyzwan-1\" "
		   NFT_NETFLOW_GUARD " accept");
	free(text);
	text = translate(NFT_NETFLOW_COMMANDS, "add rule t c netflow monitor \"7.a_B\"",
			 &statements);
	CHECK_TEXT(text, "add rule t c log prefix \"\003xyz7.a_B\" " NFT_NETFLOW_GUARD);
	free(text);
}

/* What stands before the statement in a rule. */
static const char *const before[] = {
	"", "counter", "accept", "counter packets 0 bytes 0", "ip saddr 10.0.0.0/8",
	"ip saddr netflow", "iifname eth0", "iifname \"netflow\"", "iifname netflow",
	"iifname != netflow", "oifname { eth0, netflow }", "iif lo", "meta iifname netflow",
	"tcp dport 22", "tcp dport netflow", "tcp dport { 22, 80-90 }", "udp dport @netflow",
	"ip saddr @ netflow", "ip saddr $netflow", "ip saddr . tcp dport @set",
	"ip6 saddr fe80::", "ip6 saddr fe80::/64", "ether saddr 00:11:22:33:44:ff",
	"ct state established,related", "ct state new", "ct mark netflow", "ct direction original",
	"ct original saddr 1.2.3.4", "ct original ip saddr netflow", "ct helper netflow",
	"meta mark set 5", "meta mark set ct mark", "ct mark set meta mark", "ct mark set mark",
	"meta mark set ct mark | 5", "meta mark set 5 | ct mark", "meta priority set ip dscp",
	"meta mark set ip dscp and 0x3f", "meta mark set jhash ip saddr . ip daddr mod 2",
	"tcp option maxseg size set rt mtu", "tcp option maxseg size set 1400",
	"tcp option sack-perm exists", "tcp option maxseg size netflow", "tcp flags syn",
	"tcp flags & (syn | ack) == syn", "tcp flags syn / syn,ack",
	"fib daddr type local", "fib saddr . iif oif missing", "fib saddr . iif oif netflow",
	"fib daddr . iif type netflow", "meta l4proto tcp", "ip protocol icmp", "ip protocol tcp",
	"ether type vlan", "meta protocol ip6", "meta nfproto ipv4", "icmp type echo-request",
	"icmp type netflow", "limit rate 5/second", "limit rate 5 / hour", "quota over 5 mbytes",
	"limit rate over 10 mbytes/second burst 5 packets", "limit name netflow", "notrack",
	"counter name netflow", "counter name \"netflow\"", "log", "log prefix netflow",
	"log prefix \"netflow \"", "log level warn", "log flags all", "log flags skuid",
	"log flags tcp sequence,options", "log flags tcp sequence", "log flags ip options",
	"log prefix \"a\" flags skuid", "tcp flags syn iifname netflow",
	"log flags all iifname netflow", "log level warn flags tcp sequence flags skuid",
	"log group 5 snaplen 8", "jump netflow",
	"goto netflow", "vmap { 1 : jump netflow }", "ip saddr vmap @netflow",
	"tcp dport vmap { 22 : jump netflow, 80 : accept }", "queue num 1 bypass",
	"queue to netflow", "masquerade random,persistent", "masquerade", "redirect to :80",
	"snat to 1.2.3.4:80-90", "dnat to [::1]:80", "dnat ip to tcp dport map @netflow",
	"dnat to netflow", "dup to 1.2.3.4 device netflow", "fwd to netflow",
	"tproxy to :50080", "synproxy mss 1460 wscale 7 timestamp sack-perm",
	"synproxy name netflow", "reject", "reject with tcp reset",
	"reject with icmp type host-unreachable", "socket transparent 1",
	"socket cgroupv2 level 2 \"a/b\"", "osf name netflow", "osf name \"Linux\"",
	"numgen inc mod 2 0", "add @netflow { ip saddr timeout 1m }",
	"update @s { ip saddr . netflow limit rate 5/second }", "set add ip saddr @netflow",
	"meter netflow { ip saddr limit rate 3/second }", "meta skuid netflow", "skgid netflow",
	"meta time \"2020-01-01\"", "meta day Saturday", "@th,16,16 22", "ipsec in reqid 1",
	"rt nexthop 1.2.3.4", "vlan id 5", "arp operation request", "arp saddr ip netflow",
	"flow add @netflow", "flow offload @netflow", "meta secmark set ct secmark", "last",
	"iifname netflow*", "iifname netflow-0", "iifname netflow.1", "vxlan ip saddr netflow",
	"xt target netflow", "iifname \"a#b\"", "meta length 100-200", "ct bytes > 1000",
	"ip daddr != netflow", "ip ttl < 5", "ct label netflow", "ct zone set 1",
	"iifname eq netflow", "meta iifkind netflow", "ip saddr { 1.1.1.1,\n2.2.2.2 }",
	"ip saddr 1.1.1.1 \\\n", "jump { counter; accept; }", "goto {\ncounter\n}",
};

/* What stands behind it. */
static const char *const after[] = {
	"", " ", " accept", " counter accept", " log prefix \"x\"", " comment \"netflow\"",
	" comment netflow", " ip saddr netflow", " iifname netflow drop", " # netflow",
	" \\\n accept", " tcp dport { 22 }", " jump netflow", ";",
};

static const char *const statements[] = {
	"netflow", "netflow monitor wan", "netflow  monitor\tdefault", "netflow monitor \"wan\"",
	"netflow monitor 1st", "netflow monitor $name", "netflow \\\n monitor \\\n x.y_z-0",
	"netflow monitor monitor", "netflow monitor netflow-0", "netflow monitor -x",
	"netflow monitor .", "netflow monitor _", "netflow monitor -", "netflow monitor ..1",
};

/* Every beginning with every end and every form of the statement, in every place. */
TEST(a_statement_is_found_wherever_it_may_stand)
{
	static const struct {
		enum nft_netflow_context context;
		const char *format;
	} places[] = {
		{ NFT_NETFLOW_COMMANDS, "add rule inet t c %s %s%s\n" },
		{ NFT_NETFLOW_COMMANDS, "insert rule netflow\tnetflow handle 5 %s %s%s\n" },
		{ NFT_NETFLOW_COMMANDS, "replace rule ip t c handle 5 %s %s%s" },
		{ NFT_NETFLOW_COMMANDS, "table netflow {\nchain netflow {\n%s %s%s\n}\n}\n" },
		{ NFT_NETFLOW_TABLE, "chain c { type filter hook input priority 0; %s %s%s\n }\n" },
		{ NFT_NETFLOW_COMMANDS, "add chain t c { %s %s%s\n }; add rule t c netflow-1\n" },
		{ NFT_NETFLOW_TABLE, "chain c {\n%s %s%s\n}\nset netflow { type mark; }\n" },
		{ NFT_NETFLOW_CHAIN, "%s %s%s\n" },
		{ NFT_NETFLOW_COMMANDS, "t c counter %s %s%s\n" },
		{ NFT_NETFLOW_COMMANDS, "add rule t c jump { %s %s%s\n }\n" },
	};
	char text[1024];
	size_t i, b, s, a;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		for (b = 0; b < ARRAY_SIZE(before); b++)
			for (s = 0; s < ARRAY_SIZE(statements); s++)
				for (a = 0; a < ARRAY_SIZE(after); a++) {
					snprintf(text, sizeof(text), places[i].format, before[b],
						 statements[s], after[a]);
					check(places[i].context, text, 1);
					snprintf(text, sizeof(text), places[i].format, before[b],
						 "counter", after[a]);
					check(places[i].context, text, 0);
				}
}

TEST(two_in_one_rule)
{
	check(NFT_NETFLOW_COMMANDS, "add rule t c netflow\tnetflow", 2);
	check(NFT_NETFLOW_COMMANDS, "add rule t c netflow monitor a counter netflow monitor b", 2);
	check(NFT_NETFLOW_COMMANDS, "add rule t c netflow; insert rule t c netflow monitor a", 2);
	check(NFT_NETFLOW_COMMANDS, "table t { chain a { netflow; }\n chain b { netflow\n} }", 2);
}

TEST(names_and_comments_are_left_alone)
{
	static const char *const texts[] = {
		"", "\n", "netflow", "list ruleset", "list table netflow", "add table netflow",
		"add table inet netflow { }",
		"add table netflow { comment \"netflow\"; }",
		"add chain inet netflow\tnetflow",
		"add chain t netflow { type filter hook input priority 0; policy accept; }",
		"add chain t netflow { comment \"netflow\"; }",
		"add chain netdev t c { type filter hook ingress device netflow priority 0; }",
		"add chain netdev t c { type filter hook ingress devices = { netflow, a }; }",
		"add set t netflow { type ifname; elements = { netflow, \"netflow\" } }",
		"add element t netflow { netflow }",
		"add map t m { type mark : verdict; elements = { 1 : jump netflow } }",
		"delete rule netflow\tnetflow handle 5",
		"add counter t netflow", "add counter netflow",
		"define netflow = { netflow, eth0 }\n",
		"define x = netflow\nadd rule t c iifname $x",
		"include \"netflow\"\n", "# netflow\n", "add rule t c counter # netflow\n",
		"add flowtable t netflow { hook ingress priority 0; devices = { netflow }; }",
		"add ct helper t netflow { type \"netflow\" protocol tcp; }",
		"add limit t netflow { rate 5/second }",
		"flush ruleset; list chain netflow\tnetflow",
		"monitor netflow", "describe netflow", "rename chain t c netflow",
		"table netflow {\n\tset netflow {\n\t\telements = { netflow,\n\t\t\t\"a\" }\n\t}\n}\n",
		"table netflow {\n\tct helper netflow {\n\t\ttype \"netflow\" protocol tcp\n\t}\n}\n",
		"table netflow {\n\tchain netflow {\n\t\tjump netflow\n\t}\n}\n",
		"{\"nftables\": [{\"add\": {\"rule\": {\"expr\": [{\"netflow\": null}]}}}]}",
		"{\"nftables\": [{\"comment\": \"\\\"} ; add rule t c netflow \"}]}",
		"\n [{\"comment\": \"\\\"} ] ; add rule t c netflow \"}]",
		"add rule t c netflow monitor $", "add rule t c netflow monitor $ n",
		"add rule t c netflow monitor $a/b", "add rule t c netflow monitor @n",
		"add rule t c netflow monitor", "add rule t c netflow monitor ;",
		"add rule t c netflow monitor a/b",
		"add rule t c netflow monitor a23456789012345678901234567890123",
		"add rule t c netflow monitor \"\"",
		"add rule t c netflow prefix \"x\"", "add rule t c netflow level warn",
		"add rule t c netflow monitor x group 5", "add rule t c netflow flags all",
		"add rule netflow\tnetflow", "add rule inet netflow\tnetflow accept", "reset rules",
		"add rule t c Netflow", "add rule t c netflowx", "add rule t c xnetflow",
		"add rule t c \"netflow\"",
		"table t { chain c { comment netflow; policy netflow; } }",
		"add rule t c accept \"netflow",
		"{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{ netflow",
		"}}}} list netflow",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		check(NFT_NETFLOW_COMMANDS, texts[i], 0);
}

TEST(bad_names_are_told)
{
	struct nft_netflow_text job = { .secret = SECRET };
	static const char text[] = "add rule t c netflow monitor a/b accept";
	char *result;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	nft_netflow_text(&job, text, strlen(text), out);
	fclose(out);
	CHECK(job.bad_name && job.bad_name_size == 3 && !memcmp(job.bad_name, "a/b", 3));
	free(result);
}

static void note(enum nft_netflow_context context, const char *pattern, size_t size, void *data)
{
	sprintf(data + strlen(data), "%d %.*s;", context, (int)size, pattern);
}

TEST(includes_are_told_with_their_context)
{
	static const char text[] = "include \"a\"\n#include \"no\"\ntable t {\n include \"b/*\"\n"
		" chain c {\n  include \"c\"\n  counter; include \"d\"\n }\n set s {\n"
		"  include \"e\"\n }\n}\ninclude \"f\"\nadd rule t c log prefix \"include\"\n";
	char found[256] = "", *result;
	struct nft_netflow_text job = { .secret = SECRET, .include = note, .data = found };
	size_t size;
	FILE *out = open_memstream(&result, &size);

	nft_netflow_text(&job, text, strlen(text), out);
	fclose(out);
	CHECK_TEXT(found, "0 a;1 b/*;2 c;2 d;3 e;0 f;");
	CHECK_TEXT(result, text);
	free(result);
}

TEST(debug_output_has_statements)
{
	char *text = list("  [ log prefix \001xyzdefault ]\n  [ log prefix \002xyzwan ]\n");

	CHECK_TEXT(text, "  [ netflow ]\n  [ netflow monitor wan ]\n");
	free(text);
	text = list("  [ log prefix \001xyzdefault ]\n"
		    "  [ limit rate 0/second burst 5 type packets flags 0x0 ]\n  [ x ]\n");
	CHECK_TEXT(text, "  [ netflow ]\n  [ x ]\n");
	free(text);
}

TEST(other_prefixes_stay)
{
	static const char *const texts[] = {
		"log prefix \"xyz\"", "log prefix \"\001xyabc\"", "log prefix \"\004xyzabc\"",
		"prefix \"\001xyzdefault\"", "log \"\001xyzdefault\"", "\001xyzdefault", "\001xyz",
		"logprefix\"xyz", "xyz",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		char *text = list(texts[i]);

		CHECK_TEXT(text, texts[i]);
		free(text);
	}
}

/* The only line of the file f, as nft read it. */
static const char *read_line(const char *name, size_t name_size, size_t number, size_t *size,
			     void *data)
{
	if (name_size != 1 || *name != 'f' || number != 1)
		return NULL;
	*size = strlen(data);
	return data;
}

static void check_error_of(const char *read, const char *given, const char *expected)
{
	struct nft_netflow_errors job = {
		.secret = SECRET, .line = read ? read_line : NULL, .data = (void *)read,
	};
	char *result;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	nft_netflow_errors(&job, given, strlen(given), out);
	fclose(out);
	CHECK_TEXT(result, expected);
	free(result);
}

static void check_error(const char *given, const char *expected)
{
	check_error_of(NULL, given, expected);
}

TEST(errors_point_at_the_users_text)
{
	check_error("f:2:38-40: Error: syntax error, unexpected foo\n"
		    "\tcounter log prefix \"\002xyzwan\" accept foo\n"
		    "\t                                    ^^^\n",
		    "f:2:37-39: Error: syntax error, unexpected foo\n"
		    "\tcounter netflow monitor wan accept foo\n"
		    "\t                                   ^^^\n");
	check_error("Error: syntax error, unexpected log\nx log prefix \"\001xyzdefault\" y\n"
		    "  ^^^\n",
		    "Error: syntax error, unexpected netflow\nx netflow y\n  ^^^^^^^\n");
	check_error("Error: Could not process rule: No such file or directory\n"
		    "add rule t c log prefix \"\001xyzdefault\"\n"
		    "         ^   ~~~~~~~~~~~~~~~~~~~~~~~\n",
		    "Error: Could not process rule: No such file or directory\n"
		    "add rule t c netflow\n"
		    "         ^   ~~~~~~~\n");
	check_error("Error: No such file\nlist table x\n           ^\n",
		    "Error: No such file\nlist table x\n           ^\n");
	check_error("Error: one\nlog prefix \"\001xyzdefault\" x\n                         ^\n"
		    "Error: two\nlog prefix \"\002xyza\"\n^^^\n",
		    "Error: one\nnetflow x\n        ^\nError: two\nnetflow monitor a\n^^^^^^^\n");
	check_error("f:1:14-16: Error: unexpected log\nexpected any of: a, log\n"
		    "add rule t c log prefix \"\001xyzdefault\"\n             ^^^\n",
		    "f:1:14-20: Error: unexpected netflow\nexpected any of: a, log\n"
		    "add rule t c netflow\n             ^^^^^^^\n");
	check_error("no newline", "no newline");
	check_error("log prefix \"\001xyzdefault\"", "netflow");
	check_error("Error: x\nlog prefix \"\001xyzdefault\"", "Error: x\nnetflow");
}

/* As many statements in one line as there may be on a command line. */
TEST(errors_point_behind_many_statements)
{
	static const int counts[] = { 1, 16, 17, 500 };
	char *given, *expected;
	size_t i, size;
	FILE *file;
	int n;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		file = open_memstream(&given, &size);
		fprintf(file, "f:1:%d-%d: Error: syntax error, unexpected foo\n",
			counts[i] * 28 + 1, counts[i] * 28 + 3);
		for (n = 0; n < counts[i]; n++)
			fputs("x log prefix \"\002xyza4567890\" ", file);
		fprintf(file, "foo\n%*s^^^\n", counts[i] * 28, "");
		fclose(file);
		file = open_memstream(&expected, &size);
		fprintf(file, "f:1:%d-%d: Error: syntax error, unexpected foo\n",
			counts[i] * 27 + 1, counts[i] * 27 + 3);
		for (n = 0; n < counts[i]; n++)
			fputs("x netflow monitor a4567890 ", file);
		fprintf(file, "foo\n%*s^^^\n", counts[i] * 27, "");
		fclose(file);
		check_error(given, expected);
		free(given);
		free(expected);
	}
}

/* A line of so many words x around @statement, then foo. */
static void write_long_line(FILE *file, int words, const char *statement, int more)
{
	while (words--)
		fputs("x ", file);
	fputs(statement, file);
	while (more--)
		fputs(" x", file);
	fputs(" foo", file);
}

/*
 * Messages that say foo, of @given in the file with @read: what is printed of the line
 * ends after 1023 bytes, with or without its mark.
 */
static void check_long_line(int words, int more)
{
	static const char stand_in[] = "log prefix \"\001xyzdefault\"", statement[] = "netflow";
	char *read, *meant, *given, *expected;
	int moved = strlen(stand_in) - strlen(statement), column;
	size_t size;
	FILE *file;

	file = open_memstream(&read, &size);
	write_long_line(file, words, stand_in, more);
	fclose(file);
	column = size - strlen("foo");
	file = open_memstream(&meant, &size);
	write_long_line(file, words, statement, more);
	fclose(file);
	file = open_memstream(&given, &size);
	fprintf(file, "f:1:%d-%d: Error: unexpected foo\n%.1023s\n%*s^^^\n", column + 1,
		column + 3, read, column, "");
	fclose(file);
	column -= moved;
	file = open_memstream(&expected, &size);
	fprintf(file, "f:1:%d-%d: Error: unexpected foo\n%.1023s\n%*s^^^\n", column + 1,
		column + 3, meant, column, "");
	fclose(file);
	check_error_of(read, given, expected);
	free(read);
	free(meant);
	free(given);
	free(expected);
}

/* nft prints 1023 bytes of a line of a file. */
TEST(errors_point_into_long_lines)
{
	int i;

	check_long_line(10, 10);
	check_long_line(100, 900);	/* the mark is behind what is printed */
	check_long_line(900, 100);	/* and the statement, too */
	for (i = 480; i < 520; i++)
		check_long_line(i, 10);	/* what is printed ends in the statement */
}

/* What can be read but once is not printed; a file that changed since is not what was read. */
TEST(errors_of_files_that_are_not_printed)
{
	static const char read[] = "x log prefix \"\001xyzdefault\" foo";

	check_error_of(read, "f:1:28-30: Error: unexpected foo\n",
		       "f:1:11-13: Error: unexpected foo\n");
	check_error_of(read, "f:1:3-5: Error: unexpected log\ng:1:28-30: Error: unexpected foo\n",
		       "f:1:3-9: Error: unexpected netflow\ng:1:28-30: Error: unexpected foo\n");
	check_error_of(read, "f:1:28-30: Error: unexpected foo\nanother\n^^^\n",
		       "f:1:11-13: Error: unexpected foo\nanother\n^^^\n");
	check_error_of("no statement", "f:1:4-12: Error: x\nno statement\n   ^^^^^^^^^\n",
		       "f:1:4-12: Error: x\nno statement\n   ^^^^^^^^^\n");
	check_error_of("\tlog prefix \"\001xyzdefault\"\tfoo",
		       "f:1:27-29: Error: x\n\tlog prefix \"\001xyzdefault\"\tfoo\n"
		       "\t                        \t^^^\n",
		       "f:1:10-12: Error: x\n\tnetflow\tfoo\n\t       \t^^^\n");
}

/* What nft has no JSON for, as a chain without a name, is a text in it. */
TEST(json_has_statements)
{
	json_t *root = json_pack("[{s:{s:s}}, {s:{s:s}}, s, {s:{s:s}}]", "log", "prefix",
				 "\002xyzwan", "log", "prefix", "\001xyzdefault",
				 "jump {\n\tlog prefix \"\001xyzdefault\"\n}",
				 "log", "prefix", "xyz");
	char *text;

	CHECK(nft_netflow_json_out(SECRET, root) == 3);
	text = json_dumps(root, JSON_COMPACT);
	CHECK_TEXT(text, "[{\"netflow\":{\"monitor\":\"wan\"}},{\"netflow\":null},"
		   "\"jump {\\n\\tnetflow\\n}\",{\"log\":{\"prefix\":\"xyz\"}}]");
	free(text);
	json_decref(root);
}

TEST(monitors_names)
{
	CHECK(nft_netflow_monitor_name("a23456789012345678901234567890b", 31));
	CHECK(!nft_netflow_monitor_name("a23456789012345678901234567890bc", 32));
	CHECK(!nft_netflow_monitor_name("", 0));
}
