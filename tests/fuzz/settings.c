// SPDX-License-Identifier: GPL-2.0
/* Any text for every setting: what is taken has a form that is taken again, what is refused changes nothing. */
#include <stdlib.h>

#include "control/address.h"
#include "control/settings.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
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

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
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
