// SPDX-License-Identifier: GPL-2.0
/* Any text for every setting: what is taken is written so that it is taken again. */
#include "settings/address.h"
#include "settings/destination.h"
#include "fuzz.h"

/* Both texts have the same destinations, in the same order. */
static void check_destinations(const char *text, const char *form)
{
	struct netflow_destination_spec specs[NETFLOW_DESTINATIONS_MAX];
	struct netflow_destination_spec again[NETFLOW_DESTINATIONS_MAX];
	struct netflow_error error;
	int i, count = netflow_destinations_parse(text, specs, &error);

	require(netflow_destinations_parse(form, again, &error) == count);
	for (i = 0; i < count; i++)
		require(netflow_destination_equal(&specs[i], &again[i]));
}

static void check_setting(const struct netflow_setting *setting, const char *text)
{
	static struct netflow_settings settings, before, again;
	struct netflow_error error = { "" };
	char form[NETFLOW_SETTING_TEXT_SIZE];

	netflow_settings_init(&settings);
	before = settings;
	again = settings;
	if (netflow_setting_parse(setting, text, &settings, &error)) {
		require(!memcmp(&settings, &before, sizeof(before)));
		require(strlen(error.text) > 0 && strlen(error.text) < sizeof(error.text) - 1);
		return;
	}
	netflow_setting_format(setting, &settings, form, sizeof(form));
	require(!netflow_setting_parse(setting, form, &again, &error));
	if (setting->type == NETFLOW_TYPE_DESTINATION)
		check_destinations(text, form);
	require(!strcmp(netflow_setting_is_text(setting) ?
			netflow_setting_text(setting, &again) : "",
			netflow_setting_is_text(setting) ? form : ""));
	require(netflow_setting_is_text(setting) ||
		netflow_setting_u32(setting, &again) == netflow_setting_u32(setting, &settings));
}

static void check_addresses(const char *text)
{
	u8 own[16], libc[16];
	bool good = netflow_ipv6_parse(text, own);

	require(good == (inet_pton(AF_INET6, text, libc) == 1));
	require(!good || !memcmp(own, libc, 16));
	good = netflow_ipv4_parse(text, own);
	require(good == (inet_pton(AF_INET, text, libc) == 1));
	require(!good || !memcmp(own, libc, 4));
}

int fuzz_input(const u8 *data, size_t size)
{
	char *text = malloc(size + 1);
	struct netflow_error error;
	unsigned int i;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	for (i = 0; i < NETFLOW_SETTINGS_COUNT; i++)
		check_setting(&netflow_settings_table[i], text);
	check_addresses(text);
	netflow_monitor_name_check(text, &error);
	free(text);
	return 0;
}
