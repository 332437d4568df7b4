// SPDX-License-Identifier: GPL-2.0
#include "settings/destination.h"
#include "settings/settings.h"

#include "test.h"

static struct netflow_settings settings;
static struct netflow_error error;

static const struct netflow_setting *row(const char *name)
{
	const struct netflow_setting *setting = netflow_setting_find(name);

	if (!setting) {
		test_failed(__FILE__, __LINE__, "no setting %s", name);
		setting = &netflow_settings_table[0];
	}
	return setting;
}

static int set(const char *name, const char *text)
{
	error.text[0] = '\0';
	return netflow_setting_parse(row(name), text, &settings, &error);
}

static const char *get(const char *name)
{
	static char buf[NETFLOW_SETTING_TEXT_SIZE];
	int length = netflow_setting_format(row(name), &settings, buf, sizeof(buf));

	CHECK_EQ(length, strlen(buf));
	return buf;
}

/* Refused with just this sentence, and nothing has changed. */
static void check_refused(const char *name, const char *text, int err, const char *sentence)
{
	static struct netflow_settings before;

	before = settings;
	CHECK_EQ(set(name, text), err);
	CHECK_TEXT(error.text, sentence);
	CHECK(!memcmp(&before, &settings, sizeof(settings)));
}

TEST(every_setting_has_a_row)
{
	const struct netflow_setting *setting;
	unsigned int i;

	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		CHECK_EQ(setting->attr, i + 1);
		CHECK(netflow_setting_by_attr(i + 1) == setting);
		CHECK(netflow_setting_find(setting->name) == setting);
		CHECK(setting->unit && setting->help && strlen(setting->help) > 10);
		CHECK(setting->help[strlen(setting->help) - 1] == '.');
		if (netflow_setting_is_text(setting))
			CHECK(setting->default_text);
		else
			CHECK(setting->min <= setting->max);
	}
	CHECK(!netflow_setting_by_attr(0));
	CHECK(!netflow_setting_by_attr(NETFLOW_SETTING_MAX + 1));
	CHECK(!netflow_setting_find(""));
	CHECK(!netflow_setting_find("Active_timeout"));
}

static void check_number(int attr, const u32 *member)
{
	const struct netflow_setting *setting = netflow_setting_by_attr(attr);

	CHECK(!netflow_setting_is_text(setting));
	CHECK((const char *)member == (const char *)&settings + setting->offset);
}

static void check_text(int attr, const char *member)
{
	const struct netflow_setting *setting = netflow_setting_by_attr(attr);

	CHECK(netflow_setting_is_text(setting));
	CHECK(netflow_setting_text(setting, &settings) == member);
}

/* A row's type fits the kind of its member: a number is never read as a text. */
TEST(every_row_has_its_member)
{
#define NETFLOW_NUMBER(_attr, _name, ...) check_number(NETFLOW_SETTING_##_attr, &settings._name);
#define NETFLOW_TEXT(_attr, _name, ...) check_text(NETFLOW_SETTING_##_attr, settings._name);
#include "settings/list.h"
}

TEST(defaults_are_as_documented)
{
	memset(&settings, 0xff, sizeof(settings));
	netflow_settings_init(&settings);
	CHECK_EQ(settings.active_timeout, 1800);
	CHECK_EQ(settings.inactive_timeout, 15);
	CHECK_EQ(settings.maxflows, 2000000);
	CHECK_EQ(settings.hashsize, 0);
	CHECK_EQ(settings.sndbuf, 0);
	CHECK_EQ(settings.debug, 0);
	CHECK_EQ(settings.protocol, 10);
	CHECK_EQ(settings.observation_domain, 0);
	CHECK_EQ(settings.template_refresh_packet, 20);
	CHECK_EQ(settings.template_refresh_timeout, 600);
	CHECK_EQ(settings.max_packet_size, 0);
	CHECK_EQ(settings.queue_size, 1024);
	CHECK_EQ(settings.export_rate, 1000);
	CHECK_TEXT(settings.destination, "127.0.0.1:2055");
	CHECK_TEXT(settings.aggregation, "");
	CHECK_TEXT(settings.hooks, "");
}

TEST(defaults_are_allowed_and_canonical)
{
	static struct netflow_settings again;
	const struct netflow_setting *setting;
	char text[NETFLOW_SETTING_TEXT_SIZE];
	unsigned int i;

	netflow_settings_init(&settings);
	netflow_settings_init(&again);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		netflow_setting_format(setting, &settings, text, sizeof(text));
		CHECK_EQ(netflow_setting_parse(setting, text, &again, &error), 0);
	}
	CHECK(!memcmp(&settings, &again, sizeof(again)));
}

TEST(numbers_have_bounds)
{
	static const struct {
		const char *name;
		const char *good[3];
		const char *bad[3];
	} cases[] = {
		{ "active_timeout", { "1", "86400" }, { "0", "86401", "4294967296" } },
		{ "inactive_timeout", { "1", "86400" }, { "0", "86401" } },
		{ "maxflows", { "0", "1", "4294967295" }, { "4294967296" } },
		{ "hashsize", { "0", "1", "67108864" }, { "67108865" } },
		{ "sndbuf", { "0", "1", "536870912" }, { "536870913" } },
		{ "debug", { "0", "9" }, { "10" } },
		{ "protocol", { "5", "9", "10" }, { "0", "6", "11" } },
		{ "observation_domain", { "0", "1", "4294967295" }, { "4294967296" } },
		{ "template_refresh_packet", { "0", "1", "4294967295" }, { "4294967296" } },
		{ "template_refresh_timeout", { "0", "1", "86400" }, { "86401" } },
		{ "max_packet_size", { "0", "512", "65507" }, { "1", "511", "65508" } },
		{ "queue_size", { "1", "65536" }, { "0", "65537" } },
		{ "export_rate", { "0", "10", "1000000" }, { "1", "9", "1000001" } },
	};
	static struct netflow_settings before;
	unsigned int i, n;

	netflow_settings_init(&settings);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (n = 0; n < 3 && cases[i].good[n]; n++) {
			CHECK_EQ(set(cases[i].name, cases[i].good[n]), 0);
			CHECK_TEXT(get(cases[i].name), cases[i].good[n]);
		}
		before = settings;
		for (n = 0; n < 3 && cases[i].bad[n]; n++) {
			CHECK_EQ(set(cases[i].name, cases[i].bad[n]), -EINVAL);
			CHECK(strstr(error.text, cases[i].name) == error.text);
			CHECK(strstr(error.text, cases[i].bad[n]));
		}
		CHECK(!memcmp(&before, &settings, sizeof(before)));
	}
}

TEST(refusals_say_what_is_allowed)
{
	netflow_settings_init(&settings);
	check_refused("active_timeout", "0", -EINVAL,
		      "active_timeout: '0' is out of range; allowed: 1 to 86400 s");
	check_refused("active_timeout", " 1h\n", -EINVAL,
		      "active_timeout: '1h' is not a decimal number; allowed: 1 to 86400 s");
	check_refused("active_timeout", "\n", -EINVAL,
		      "active_timeout: '' is empty; allowed: 1 to 86400 s");
	check_refused("max_packet_size", "100", -EINVAL,
		      "max_packet_size: '100' is out of range; allowed: 512 to 65507 bytes, or 0 (by MTU, at most 1500)");
	check_refused("debug", "-1", -EINVAL,
		      "debug: '-1' is not a decimal number; allowed: 1 to 9, or 0 (off)");
	check_refused("protocol", "7", -EINVAL,
		      "protocol: '7' is not a protocol; allowed: 5, 9, 10 (or v5, v9, ipfix)");
	check_refused("protocol", "", -EINVAL,
		      "protocol: '' is empty; allowed: 5, 9, 10 (or v5, v9, ipfix)");
	check_refused("aggregation", "m0=10.0.0.0/8", -EINVAL,
		      "aggregation: 'm0=10.0.0.0/8': not a rule; allowed: NETWORK/LENGTH=LENGTH or PORT[-PORT]=PORT");
	check_refused("hooks", "input,postrooting", -EINVAL,
		      "hooks: 'postrooting' is not a hook; allowed: prerouting, input, forward, output, postrouting");
	check_refused("hooks", "input,", -EINVAL,
		      "hooks: '' is not a hook; allowed: prerouting, input, forward, output, postrouting");
	check_refused("hooks", "input,output,input", -EINVAL,
		      "hooks: 'input' is in the list twice");
	check_refused("destination", "10.0.0.1:70000", -EINVAL,
		      "destination '10.0.0.1:70000': port '70000' is not a number from 1 to 65535");
}

TEST(long_input_is_cut_in_refusals)
{
	static char text[100000];
	const struct netflow_setting *setting;
	unsigned int i;

	netflow_settings_init(&settings);
	memset(text, '\n' + 0x80, sizeof(text) - 1);
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++) {
		setting = &netflow_settings_table[i];
		memset(&error, 0, sizeof(error));
		CHECK(netflow_setting_parse(setting, text, &settings, &error) < 0);
		CHECK(strlen(error.text) > 20);
		CHECK(strlen(error.text) < sizeof(error.text) - 1);
		CHECK(strstr(error.text, setting->name) == error.text);
		CHECK(strstr(error.text, "...'"));
	}
}

TEST(protocol_is_read_by_name_and_written_as_number)
{
	netflow_settings_init(&settings);
	CHECK_EQ(set("protocol", "NetFlow-v9"), 0);
	CHECK_TEXT(get("protocol"), "9");
	CHECK_EQ(set("protocol", "v5\n"), 0);
	CHECK_TEXT(get("protocol"), "5");
	CHECK_EQ(set("protocol", "ipfix"), 0);
	CHECK_TEXT(get("protocol"), "10");
}

TEST(numbers_come_as_numbers_too)
{
	netflow_settings_init(&settings);
	CHECK_EQ(netflow_setting_set_u32(row("active_timeout"), 60, &settings, &error), 0);
	CHECK_EQ(settings.active_timeout, 60);
	CHECK_EQ(netflow_setting_u32(row("active_timeout"), &settings), 60);
	CHECK_EQ(netflow_setting_set_u32(row("active_timeout"), 0, &settings, &error), -EINVAL);
	CHECK_TEXT(error.text, "active_timeout: '0' is out of range; allowed: 1 to 86400 s");
	CHECK_EQ(netflow_setting_set_u32(row("protocol"), 9, &settings, &error), 0);
	CHECK_EQ(netflow_setting_set_u32(row("protocol"), 6, &settings, &error), -EINVAL);
	CHECK_EQ(netflow_setting_set_u32(row("max_packet_size"), 0, &settings, &error), 0);
	CHECK_EQ(netflow_setting_set_u32(row("max_packet_size"), 511, &settings, &error), -EINVAL);
	CHECK_EQ(netflow_setting_set_u32(row("hooks"), 1, &settings, &error), -EINVAL);
	CHECK_EQ(netflow_setting_set_u32(row("destination"), 1, &settings, &error), -EINVAL);
	CHECK_EQ(settings.active_timeout, 60);
	CHECK_EQ(settings.protocol, 9);
	CHECK_TEXT(settings.destination, "127.0.0.1:2055");
}

TEST(texts_are_kept_in_canonical_form)
{
	netflow_settings_init(&settings);
	CHECK_EQ(set("destination", " 10.0.0.1 ,2001:DB8:0::1/ipfix\n"), 0);
	CHECK_TEXT(get("destination"), "10.0.0.1:2055,[2001:db8::1]:2055/ipfix");
	CHECK_TEXT(netflow_setting_text(row("destination"), &settings), settings.destination);
	CHECK_EQ(set("destination", "\n"), 0);
	CHECK_TEXT(get("destination"), "");
	CHECK_EQ(set("hooks", "OUTPUT , input\n"), 0);
	CHECK_TEXT(get("hooks"), "input,output");
	CHECK_EQ(set("hooks", ""), 0);
	CHECK_TEXT(get("hooks"), "");
	CHECK_EQ(set("aggregation", "\n "), 0);
	CHECK_TEXT(get("aggregation"), "");
}

/* A list of @count destinations, whose canonical text is longer than what is written here. */
static const char *long_list(unsigned int count, char *buf, size_t size)
{
	unsigned int i;
	int length = 0;

	for (i = 0; i < count; i++)
		length += scnprintf(buf + length, size - length,
				    "%s2001:db8:1111:2222:3333:4444:5555:%x@2001:db8:1::%x%%eth%u",
				    i ? "," : "", 0x1000 + i, i + 1, i);
	return buf;
}

TEST(a_list_that_is_too_long_is_refused_and_none_is_cut)
{
	char list[2048], text[NETFLOW_SETTING_TEXT_SIZE];
	static struct netflow_settings again;
	unsigned int count, refused = 0;

	for (count = 1; count <= NETFLOW_DESTINATIONS_MAX; count++) {
		netflow_settings_init(&settings);
		if (set("destination", long_list(count, list, sizeof(list)))) {
			refused++;
			CHECK(strstr(error.text, "allowed: 1023"));
			CHECK_TEXT(settings.destination, "127.0.0.1:2055");
			continue;
		}
		CHECK_EQ(netflow_destinations_parse(settings.destination, NULL, &error), count);
		scnprintf(text, sizeof(text), "%s", settings.destination);
		CHECK_EQ(netflow_setting_parse(row("destination"), text, &again, &error), 0);
		CHECK_TEXT(again.destination, text);
	}
	CHECK(refused > 0 && refused < 8);
}

/* A canonical list of just that length, by the length of the devices' names. */
static void list_of_length(int wanted, char *buf, size_t size)
{
	static const char prefix[] = "2001:db8:1111:2222:3333:4444:5555";
	int extra = wanted - (10 * 88 + 9);
	int i, more, length = 0;

	for (i = 0; i < 10; i++) {
		more = extra > 14 ? 14 : extra;
		extra -= more;
		length += scnprintf(buf + length, size - length,
				    "%s[%s:100%d]:2055@[%s:2000]%%%.*s", i ? "," : "", prefix, i,
				    prefix, 1 + more, "fifteen-charact");
	}
}

TEST(the_longest_list_fits_exactly)
{
	char list[2048];

	netflow_settings_init(&settings);
	list_of_length(NETFLOW_SETTING_TEXT_SIZE - 1, list, sizeof(list));
	CHECK_EQ(strlen(list), NETFLOW_SETTING_TEXT_SIZE - 1);
	CHECK_EQ(set("destination", list), 0);
	CHECK_TEXT(settings.destination, list);
	CHECK_TEXT(get("destination"), list);

	list_of_length(NETFLOW_SETTING_TEXT_SIZE, list, sizeof(list));
	CHECK_EQ(strlen(list), NETFLOW_SETTING_TEXT_SIZE);
	check_refused("destination", list, -EINVAL,
		      "destination: the list is 1024 characters long; allowed: 1023");
}

TEST(hooks_are_bits)
{
	CHECK_EQ(netflow_hooks_parse("", &error), 0);
	CHECK_EQ(netflow_hooks_parse("prerouting", &error), 1 << NETFLOW_HOOK_PREROUTING);
	CHECK_EQ(netflow_hooks_parse("input,forward,output", &error),
		 1 << NETFLOW_HOOK_INPUT | 1 << NETFLOW_HOOK_FORWARD | 1 << NETFLOW_HOOK_OUTPUT);
	CHECK_EQ(netflow_hooks_parse("postrouting,prerouting,input,output,forward", &error), 31);
	CHECK_EQ(netflow_hooks_parse("ingress", &error), -EINVAL);
	/* numbered as enum nf_inet_hooks */
	CHECK_EQ(NETFLOW_HOOK_PREROUTING, 0);
	CHECK_EQ(NETFLOW_HOOK_POSTROUTING, 4);
}

TEST(monitor_names)
{
	static const char *const bad[] = {
		"", "a b", "a/b", "caf\xc3\xa9", "a\n", "12345678901234567890123456789012",
	};
	unsigned int i;

	CHECK_EQ(netflow_monitor_name_check("default", &error), 0);
	CHECK_EQ(netflow_monitor_name_check("A-z_0.9", &error), 0);
	CHECK_EQ(netflow_monitor_name_check("1234567890123456789012345678901", &error), 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK_EQ(netflow_monitor_name_check(bad[i], &error), -EINVAL);
	CHECK_EQ(netflow_monitor_name_check("a b", &error), -EINVAL);
	CHECK_TEXT(error.text,
		   "monitor 'a b' is not a name; allowed: 1 to 31 letters, digits, '_', '.', '-'");
}
