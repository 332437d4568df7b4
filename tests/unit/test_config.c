// SPDX-License-Identifier: GPL-2.0
/* The configuration file: what is written is read again; mistakes are told with their line. */
#include <errno.h>
#include <stdlib.h>

#include "config/config.h"
#include "config/subtract.h"
#include "config/text.h"
#include "iptables/save.h"
#include "iptables/specs.h"
#include "rules/specs.h"
#include "test.h"

static unsigned int mistakes, last_line;
static char last_sentence[512];

static void note(const char *file, unsigned int line, const char *sentence, const char *text)
{
	(void)file;
	(void)text;
	mistakes++;
	last_line = line;
	snprintf(last_sentence, sizeof(last_sentence), "%s", sentence);
}

static int parse(struct config *config, const char *text, size_t size)
{
	FILE *in = fmemopen((void *)text, size ? size : 1, "r");
	int err;

	mistakes = 0;
	config_init(config);
	if (!size)
		fgetc(in);
	err = config_parse(config, in, "FILE", note);
	fclose(in);
	CHECK_EQ(!!err, !!mistakes);
	return err;
}

static int parse_text(struct config *config, const char *text)
{
	return parse(config, text, strlen(text));
}

static char *written(const struct config *config)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	config_write(config, out);
	fclose(out);
	return text;
}

static u32 below(u32 limit)
{
	return test_random() % limit;
}

static const char *pick(const char *const *texts, size_t count)
{
	return texts[below(count)];
}

static void random_setting(struct settings_given *settings, size_t row)
{
	static const char *const destinations[] = {
		"", "192.0.2.1", "[2001:db8::1]:4739/v9, 192.0.2.7:1@192.0.2.8%eth0/v5",
	};
	static const char *const aggregations[] = {
		"", "10.0.0.0/8=16", "2001:db8::/32=48,80-89=80, 3128=80",
	};
	static const char *const hooks[] = { "", "", "", "input", "output,forward" };
	const struct netflow_setting *setting = &netflow_settings_table[row];
	struct netflow_error error;
	char number[16];
	const char *text = number;

	snprintf(number, sizeof(number), "%u", setting->min + below(4));
	if (setting->type == NETFLOW_TYPE_DESTINATION)
		text = pick(destinations, ARRAY_SIZE(destinations));
	else if (setting->type == NETFLOW_TYPE_HOOKS)
		text = pick(hooks, ARRAY_SIZE(hooks));
	else if (setting->type == NETFLOW_TYPE_PROTOCOL)
		text = below(2) ? "v5" : "9";
	else if (setting->type == NETFLOW_TYPE_AGGREGATION)
		text = pick(aggregations, ARRAY_SIZE(aggregations));
	CHECK(!netflow_setting_parse(setting, text, &settings->values, &error));
}

static void random_rules(json_t *specs)
{
	static const char *const matches[] = {
		"", "tcp dport 443", "ip  saddr\t10.0.0.0/8 udp dport { 53, 123 }",
		"meta iifname \"a  b\"",
	};
	static const char *const devices[] = { "eth0", "eth0,wan.7", "a-b" };
	u32 count = below(4), i;
	struct netflow_error error;

	for (i = 0; i < count; i++)
		CHECK(!rule_specs_add(specs, 1 + below((1 << RULE_HOOKS) - 1),
				      pick(devices, ARRAY_SIZE(devices)),
				      pick(matches, ARRAY_SIZE(matches)), &error));
}

static void random_iptables(json_t *specs)
{
	static const char *const devices[] = { NULL, "eth0", "eth0,wan.7" };
	struct netflow_error error;

	CHECK(!iptables_specs_add(specs, 1 + below((1 << NETFLOW_HOOKS) - 1),
				  devices[below(ARRAY_SIZE(devices))], &error));
}

static void random_config(struct config *config)
{
	u32 count = below(4), i;
	char name[16];
	size_t row;

	config_init(config);
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "m%u.-_", i);
		config_add(config, name);
	}
	for (i = 0; i < config->count; i++) {
		struct config_monitor *monitor = &config->monitors[i];

		for (row = 0; row < NETFLOW_SETTINGS_COUNT; row++)
			if (below(2))
				random_setting(&monitor->settings, row);
		if (monitor->settings.values.hooks[0])
			continue;
		if (below(2))
			snprintf(monitor->table, sizeof(monitor->table), "netflow%u", i);
		if (below(4))
			random_rules(monitor->specs);
		else
			random_iptables(monitor->iptables);
	}
}

static void check_same_rules(const json_t *a, const json_t *b)
{
	json_t *one = rule_specs_normalise(a), *other = rule_specs_normalise(b);

	CHECK(json_equal(one, other));
	json_decref(one);
	json_decref(other);
}

static void check_same(const struct config *a, const struct config *b)
{
	size_t i;

	CHECK_EQ(a->count, b->count);
	for (i = 0; i < a->count && i < b->count; i++) {
		CHECK_TEXT(a->monitors[i].name, b->monitors[i].name);
		CHECK_TEXT(a->monitors[i].table, b->monitors[i].table);
		CHECK(!memcmp(&a->monitors[i].settings.values, &b->monitors[i].settings.values,
			      sizeof(struct netflow_settings)));
		check_same_rules(a->monitors[i].specs, b->monitors[i].specs);
		check_same_rules(a->monitors[i].iptables, b->monitors[i].iptables);
	}
}

TEST(written_is_read)
{
	int i;

	for (i = 0; i < 2000; i++) {
		struct config config, again;
		char *text, *twice;

		random_config(&config);
		text = written(&config);
		CHECK_EQ(parse_text(&again, text), 0);
		check_same(&config, &again);
		twice = written(&again);
		config_free(&config);
		config_free(&again);
		/* A file that was written once stays as it is. */
		parse_text(&again, twice);
		free(text);
		text = written(&again);
		CHECK_TEXT(text, twice);
		config_free(&again);
		free(text);
		free(twice);
	}
}

/* What is not a configuration is refused or read, but nothing else happens. */
TEST(garbage)
{
	static const char alphabet[] = "=#[]{}\";\\:, \t\n\n\nabdeorgilmntuhkw_-1290./%@\001\377";
	static const char *const words[] = {
		"[monitor ", "]\n", "rule = ", "destination = ", "forward", "ingress:", " = ", "\n",
	};
	char text[400];
	int i;

	for (i = 0; i < 20000; i++) {
		struct config config, again;
		size_t len = 0, size = below(sizeof(text) - 20);
		char *out;

		while (len < size) {
			if (below(4))
				text[len++] = alphabet[below(sizeof(alphabet) - 1)];
			else
				len += sprintf(text + len, "%s",
					       pick(words, ARRAY_SIZE(words)));
		}
		if (!parse(&config, text, len)) {
			out = written(&config);
			CHECK_EQ(parse_text(&again, out), 0);
			check_same(&config, &again);
			config_free(&again);
			free(out);
		}
		config_free(&config);
	}
}

static void check_mistake(const char *text, unsigned int line, const char *part)
{
	struct config config;

	CHECK(parse_text(&config, text));
	CHECK_EQ(last_line, line);
	CHECK(strstr(last_sentence, part));
	if (!strstr(last_sentence, part))
		printf("    %s\n", last_sentence);
	config_free(&config);
}

TEST(mistakes_have_their_line)
{
	check_mistake("debug", 1, "no '='");
	check_mistake("\n\ncolour = 7", 3, "'colour'");
	check_mistake("debug = 10\n", 1, "'10' is out of range");
	check_mistake("debug = 1\n[monitor a]\ndebug = 1\ndebug = 1\n", 4, "line 3");
	check_mistake("[monitor a]\n[monitor a]\n", 2, "already");
	check_mistake("[monitor default]\n[monitor a]\n[monitor default]\n", 3, "already");
	check_mistake("debug = 1\n[monitor a]\n[monitor default]\ndebug = 2\n", 4, "line 1");
	check_mistake("debug = 1# why\n", 1, "'1# why'");
	check_mistake("rule = forward ip ttl 1# why\n", 1, "'#'");
	check_mistake("debug # = 1\n", 1, "no '='");
	check_mistake("[monitor]\n", 1, "[monitor NAME]");
	check_mistake("rule =\n", 1, "no hook");
	check_mistake("rule = forward:eth0\n", 1, "forward:eth0");
	check_mistake("rule = ingress\n", 1, "device");
	check_mistake("rule = forward tcp dport 80; flush ruleset\n", 1, "';'");
	check_mistake("rule = forward \"\n", 1, "'\"'");
	check_mistake("rule = forward \xff\n", 1, "UTF-8");
	check_mistake("rule = forward } {\n", 1, "'}'");
	check_mistake("rule = forward\nhooks = input\n", 2, "twice");
	check_mistake("rule = forward\niptables = input\n", 2, "twice");
	check_mistake("iptables = forward\nhooks = input\n", 2, "twice");
	check_mistake("iptables =\n", 1, "no hook");
	check_mistake("iptables = forward, sideways:eth0\n", 1, "'sideways:eth0'");
	check_mistake("iptables = ingress:eth0\n", 1, "--backend nft");
	check_mistake("iptables = forward:\n", 1, "device");
	check_mistake("iptables = forward:e th\n", 1, "device 'e th'");
	check_mistake("table = filter\n", 1, "'filter'");
	check_mistake("table = netflow x\n", 1, "'netflow x'");
	check_mistake("table = netflow1\n\ntable = netflow2\n", 3, "line 1");
}

static json_t *spec_read(const char *table, const char *line, const char *monitor)
{
	char *words[IPTABLES_WORDS], copy[256];

	snprintf(copy, sizeof(copy), "%s", line);
	CHECK(iptables_words(copy, words) > 0);
	return iptables_spec_read(table, words, monitor);
}

/* A rule that is written is an own one when it is read; those of others never are. */
TEST(own_rules_of_iptables)
{
	static const char *const others[] = {
		"-A FORWARD -j NETFLOW",
		"-A FORWARD -m comment --comment other -j NETFLOW",
		"-A FORWARD -m comment --comment netflowctl -j ACCEPT",
		"-A FORWARD -m comment --comment netflowctl -j NETFLOW --monitor other",
		"-A mine -m comment --comment netflowctl -j NETFLOW --monitor wan-1",
		":FORWARD ACCEPT [0:0]",
	};
	json_t *specs = json_array(), *spec, *again;
	struct netflow_error error;
	char *line = NULL;
	size_t size, i;
	FILE *out;

	iptables_specs_add(specs, (1 << NETFLOW_HOOKS) - 1, "eth0,wan.7", &error);
	iptables_specs_add(specs, 1 << NETFLOW_HOOK_FORWARD, NULL, &error);
	json_array_foreach(specs, i, spec) {
		int hook = rule_hook_find(json_string_value(json_object_get(spec, "hook")));

		out = open_memstream(&line, &size);
		iptables_spec_write(out, "-A", spec, "wan-1");
		fclose(out);
		line[strcspn(line, "\n")] = '\0';
		again = spec_read(iptables_table(hook), line, "wan-1");
		CHECK(json_equal(spec, again));
		json_decref(again);
		CHECK(!spec_read(iptables_table(hook), line, "wan-2"));
		CHECK(!spec_read("nat", line, "wan-1"));
		free(line);
	}
	for (i = 0; i < ARRAY_SIZE(others); i++)
		CHECK(!spec_read("filter", others[i], "wan-1"));
	json_decref(specs);
}

TEST(spellings)
{
	struct config config;
	char *text;

	CHECK_EQ(parse_text(&config,
			    "  # comment\n\tactive-timeout=60\n[monitor default]\n"
			    "debug =  1\t\nrule=input,forward\n"
			    "[monitor b]\nrule = forward  ip ttl 1\ntable =netflow-7_\n"
			    "[monitor c]\niptables = output:eth0 ,input\niptables=input\n"),
		 0);
	text = written(&config);
	CHECK_TEXT(text, "active_timeout = 60\ndebug = 1\nrule = input,forward\n\n"
			 "[monitor b]\ntable = netflow-7_\nrule = forward ip ttl 1\n\n"
			 "[monitor c]\niptables = output:eth0,input,input\n");
	free(text);
	config_free(&config);
}

TEST(comments)
{
	struct config config;
	char *text;

	CHECK_EQ(parse_text(&config, "debug = 1 # why\n destination =\t# none\n#\n"
				     "rule = forward iifname \"a #b\" # why # how\n"
				     "[monitor b] # the other\nrule = input #\n"),
		 0);
	text = written(&config);
	CHECK_TEXT(text, "debug = 1\ndestination =\nrule = forward iifname \"a #b\"\n\n"
			 "[monitor b]\nrule = input\n");
	free(text);
	config_free(&config);
}

/* A file of which the second part cannot be read. */
static ssize_t read_broken(void *cookie, char *buf, size_t size)
{
	static const char begin[] = "debug = 1\nactive_timeout = 7";
	int *reads = cookie;

	if (++*reads > 1 || size < sizeof(begin)) {
		errno = EIO;
		return -1;
	}
	memcpy(buf, begin, sizeof(begin) - 1);
	return sizeof(begin) - 1;
}

TEST(an_error_is_no_end)
{
	struct config config;
	int reads = 0;
	char *text;
	FILE *in = fopencookie(&reads, "r", (cookie_io_functions_t){ .read = read_broken });

	mistakes = 0;
	config_init(&config);
	CHECK_EQ(config_parse(&config, in, "FILE", note), -EINVAL);
	fclose(in);
	CHECK_EQ(mistakes, 1);
	CHECK_EQ(last_line, 2);
	CHECK(strstr(last_sentence, strerror(EIO)));
	/* The line that was cut off is not taken for a whole one. */
	CHECK(!config.monitors[0].settings.given[netflow_setting_find("active_timeout") -
						 netflow_settings_table]);
	config_free(&config);

	text = malloc(100001);
	memset(text, 'a', 100000);
	text[100000] = '\0';
	check_mistake(text, 1, "too long");
	memset(text, ' ', 60000);
	snprintf(text + 60000, 100, "debug = 1");
	CHECK_EQ(parse_text(&config, text), 0);
	config_free(&config);
	free(text);
}

static void parse_also(struct config *config, const char *text)
{
	FILE *in = fmemopen((void *)text, strlen(text), "r");

	CHECK_EQ(config_parse(config, in, "FILE", note), 0);
	fclose(in);
}

/* A section may come again in another file, which adds rules and changes settings. */
TEST(several_files)
{
	struct config config, others;
	char *text;

	CHECK_EQ(parse_text(&config, "debug = 1\nrule = forward\n[monitor a]\ndebug = 3\n"), 0);
	parse_also(&config, "debug = 2\nrule = input\n[monitor a]\nactive_timeout = 7\n");
	text = written(&config);
	CHECK_TEXT(text, "debug = 2\nrule = forward,input\n\n"
			 "[monitor a]\nactive_timeout = 7\ndebug = 3\n");
	free(text);

	/* What other files have is not written again. */
	CHECK_EQ(parse_text(&others, "debug = 2\nrule = input\n[monitor a]\nactive_timeout = 7\n"
				     "debug = 3\n"), 0);
	CHECK(!config_subtract(&config, &others));
	text = written(&config);
	CHECK_TEXT(text, "rule = forward\n");
	free(text);
	config_free(&config);
	CHECK_EQ(parse_text(&config, "debug = 4\n[monitor a]\nactive_timeout = 7\ndebug = 3\n"), 0);
	CHECK(config_subtract(&config, &others));
	text = written(&config);
	CHECK_TEXT(text, "debug = 4\n");
	free(text);
	config_free(&config);
	config_free(&others);
}

/* "#SETTING =" without the '#' */
static void uncomment(char *text, const char *setting)
{
	char line[64], *at;

	snprintf(line, sizeof(line), "\n#%s =", setting);
	at = strstr(text, line);
	CHECK(at);
	if (at)
		at[1] = ' ';
}

TEST(example_is_the_default)
{
	struct config config;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned int i;

	config_write_example(out);
	fclose(out);
	CHECK_EQ(parse_text(&config, text), 0);
	config_free(&config);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		CHECK(strstr(text, netflow_settings_table[i].help));
		/* And with each setting taken at its word. */
		uncomment(text, netflow_settings_table[i].name);
	}
	CHECK_EQ(parse_text(&config, text), 0);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		CHECK(config.monitors[0].settings.given[i]);
	free(text);
	text = written(&config);
	CHECK_TEXT(text, "");
	free(text);
	config_free(&config);
}

TEST(devices)
{
	json_t *specs = json_array();
	struct netflow_error error;

	CHECK(!rule_specs_add(specs, 1 << NETFLOW_HOOK_FORWARD | 1 << NETFLOW_HOOK_OUTPUT,
			      "eth0,eth1", "ip ttl 1", &error));
	CHECK_TEXT(json_string_value(json_object_get(json_array_get(specs, 0), "match")),
		   "iifname { \"eth0\", \"eth1\" } ip ttl 1");
	CHECK_TEXT(json_string_value(json_object_get(json_array_get(specs, 1), "match")),
		   "oifname { \"eth0\", \"eth1\" } ip ttl 1");
	CHECK(rule_specs_add(specs, 1, "eth0;", NULL, &error));
	CHECK(rule_specs_add(specs, 1, "", NULL, &error));
	CHECK_EQ(json_array_size(specs), 2);
	json_decref(specs);
}
