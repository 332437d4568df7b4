// SPDX-License-Identifier: GPL-2.0
#include "commands.h"

#include "kernel.h"
#include "command/command.h"
#include "config/commands.h"
#include "doctor/doctor.h"
#include "flows/flows.h"
#include "flows/top.h"
#include "monitors/enable.h"
#include "monitors/monitors.h"
#include "monitors/rule.h"
#include "monitors/settings.h"
#include "show/events.h"
#include "show/fields.h"
#include "show/show.h"
#include "nft.h"
#include "watch.h"

static const struct command *const commands[] = {
	&show_command,
	&enable_command,
	&disable_command,
	&status_command,
	&stats_command,
	&flows_command,
	&top_command,
	&events_command,
	&flush_command,
	&get_command,
	&set_command,
	&monitor_add_command,
	&monitor_set_command,
	&monitor_replace_command,
	&monitor_list_command,
	&monitor_delete_command,
	&destination_add_command,
	&destination_list_command,
	&destination_delete_command,
	&rule_add_command,
	&rule_list_command,
	&rule_delete_command,
	&showconf_command,
	&setconf_command,
	&syncconf_command,
	&checkconf_command,
	&save_command,
	&reload_command,
	&watch_command,
	&doctor_command,
	&fields_command,
	&nft_command,
};

const struct command *command_at(size_t i)
{
	return i < ARRAY_SIZE(commands) ? commands[i] : NULL;
}
