// SPDX-License-Identifier: GPL-2.0
/* iptables and ip6tables: the target NETFLOW, which feeds packets to a monitor. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <xtables.h>

#include "uapi/nf_netflow.h"

enum {
	OPTION_MONITOR,
};

static const struct xt_option_entry netflow_options[] = {
	{
		.name = "monitor",
		.id = OPTION_MONITOR,
		.type = XTTYPE_STRING,
	},
	XTOPT_TABLEEND,
};

static void netflow_help(void)
{
	printf("NETFLOW target options:\n"
	       "  --monitor NAME   The monitor that meters the packet (default: %s);\n"
	       "                   the packet goes on to the next rule.\n",
	       NETFLOW_MONITOR_DEFAULT);
}

static void netflow_init(struct xt_entry_target *target)
{
	struct xt_netflow_info *info = (struct xt_netflow_info *)target->data;

	snprintf(info->monitor, sizeof(info->monitor), "%s", NETFLOW_MONITOR_DEFAULT);
}

/* The kernel checks names too; checking here allows a better error message. */
static bool is_monitor_name(const char *name)
{
	static const char allowed[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
	size_t length = strlen(name);

	return length && length < NETFLOW_MONITOR_NAME_SIZE && strspn(name, allowed) == length;
}

static void netflow_parse(struct xt_option_call *call)
{
	struct xt_netflow_info *info = call->data;

	xtables_option_parse(call);
	if (!is_monitor_name(call->arg))
		xtables_error(PARAMETER_PROBLEM,
			      "NETFLOW: monitor '%s' is not a name; allowed: 1 to %d of [A-Za-z0-9_.-]",
			      call->arg, NETFLOW_MONITOR_NAME_SIZE - 1);
	snprintf(info->monitor, sizeof(info->monitor), "%s", call->arg);
}

static void netflow_print(const void *ip, const struct xt_entry_target *target, int numeric)
{
	const struct xt_netflow_info *info = (const struct xt_netflow_info *)target->data;

	(void)ip;
	(void)numeric;
	printf(" monitor %s", info->monitor);
}

static void netflow_save(const void *ip, const struct xt_entry_target *target)
{
	const struct xt_netflow_info *info = (const struct xt_netflow_info *)target->data;

	(void)ip;
	if (strcmp(info->monitor, NETFLOW_MONITOR_DEFAULT))
		printf(" --monitor %s", info->monitor);
}

static struct xtables_target netflow_target = {
	.name = "NETFLOW",
	.revision = 1,
	.version = XTABLES_VERSION,
	.family = NFPROTO_UNSPEC,
	.size = XT_ALIGN(sizeof(struct xt_netflow_info)),
	.userspacesize = offsetof(struct xt_netflow_info, priv),
	.help = netflow_help,
	.init = netflow_init,
	.print = netflow_print,
	.save = netflow_save,
	.x6_parse = netflow_parse,
	.x6_options = netflow_options,
};

static void __attribute__((constructor)) netflow_register(void)
{
	xtables_register_target(&netflow_target);
}
