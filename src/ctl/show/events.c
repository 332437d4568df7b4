// SPDX-License-Identifier: GPL-2.0
/* netflowctl events */
#include "events.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <jansson.h>
#include <linux/genetlink.h>

#include "kernel.h"
#include "uapi/nf_netflow.h"
#include "command/command.h"
#include "command/options.h"
#include "kernel/attributes.h"
#include "kernel/family.h"
#include "kernel/netlink.h"
#include "modules/open.h"
#include "text/complain.h"
#include "text/json.h"
#include "text/output.h"
#include "text/wrap.h"

#define BUFFER_SIZE	65536

/* "12:34:56.789  destination-down  " */
#define TEXT_COLUMN	32

static const struct kind {
	const char *name;
	const char *text;
	enum colour colour;
} kinds[] = {
	[NETFLOW_EVENT_MONITOR_NEW] = { "monitor-new", "was created", COLOUR_GOOD },
	[NETFLOW_EVENT_MONITOR_DEL] = { "monitor-del", "was deleted", COLOUR_WARN },
	[NETFLOW_EVENT_MONITOR_CHANGED] = { "monitor-changed", "has new settings", COLOUR_NAME },
	[NETFLOW_EVENT_DESTINATION_UP] = { "destination-up", "is reachable", COLOUR_GOOD },
	[NETFLOW_EVENT_DESTINATION_DOWN] = { "destination-down", "is unreachable", COLOUR_BAD },
	[NETFLOW_EVENT_LOSS_BEGIN] = { "loss-begin", "is losing packets", COLOUR_BAD },
	[NETFLOW_EVENT_LOSS_END] = { "loss-end", "has stopped losing packets", COLOUR_GOOD },
};

/* State of the callback. */
struct listener {
	bool json;
	unsigned long left;	/* events to print; 0: no limit */
	bool done;
};

/* An event that only a newer module knows is named by its number. */
static json_t *event_json(const struct nlattr *const attrs[])
{
	u32 number = netlink_number(attrs[NETFLOW_A_EVENT]);
	json_t *event = json_object();
	char unknown[16];
	const char *name = number < ARRAY_SIZE(kinds) ? kinds[number].name : NULL;

	snprintf(unknown, sizeof(unknown), "%u", number);
	json_object_set_new(event, "event", json_string(name ? name : unknown));
	if (attrs[NETFLOW_A_TIME])
		json_object_set_new(event, "time_milliseconds",
				    json_integer(netlink_number(attrs[NETFLOW_A_TIME])));
	if (attrs[NETFLOW_A_MONITOR])
		json_object_set_new(event, "monitor",
				    json_string(netlink_string(attrs[NETFLOW_A_MONITOR])));
	if (attrs[NETFLOW_A_DESTINATION])
		json_object_update_new(event, attributes_destination(attrs[NETFLOW_A_DESTINATION]));
	if (attrs[NETFLOW_A_LOST_PACKETS])
		json_object_set_new(event, "lost_packets",
				    json_integer(netlink_number(attrs[NETFLOW_A_LOST_PACKETS])));
	if (attrs[NETFLOW_A_SUPPRESSED])
		json_object_set_new(event, "suppressed",
				    json_integer(netlink_number(attrs[NETFLOW_A_SUPPRESSED])));
	return event;
}

static const struct kind *find_kind(const char *name)
{
	static const struct kind unknown = { "", "sent an event that this program does not know",
					     COLOUR_WARN };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].name && !strcmp(kinds[i].name, name))
			return &kinds[i];
	return &unknown;
}

/* "12:34:56.789  destination-down  monitor default: 192.0.2.1:2055 is unreachable: ..." */
static void print_event(const json_t *event)
{
	const struct kind *kind = find_kind(json_text(event, "event"));
	u64 ms = json_number(event, "time_milliseconds");
	const char *destination = json_text(event, "destination");
	char clock[16], number[FORMAT_SIZE], text[512];
	int used;
	time_t seconds = ms / 1000;
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	printf("%s.%03u  ", clock, (unsigned int)(ms % 1000));
	print_coloured(kind->colour, "%-16s", json_text(event, "event"));
	used = snprintf(text, sizeof(text), "monitor %s%s%.160s %s", json_text(event, "monitor"),
			destination[0] ? ": " : "", destination, kind->text);
	if (json_text(event, "last_error")[0])
		used += snprintf(text + used, sizeof(text) - used, ": %.160s",
				 json_text(event, "last_error"));
	if (json_number(event, "lost_packets"))
		used += snprintf(text + used, sizeof(text) - used, ": %s lost",
				 format_count(json_number(event, "lost_packets"), number));
	if (json_number(event, "suppressed"))
		snprintf(text + used, sizeof(text) - used, " (%s earlier events were suppressed)",
			 format_count(json_number(event, "suppressed"), number));
	printf("  ");
	print_wrapped(text, TEXT_COLUMN, terminal_width());
}

static int on_event(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attrs[NETFLOW_A_MAX + 1];
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct listener *listener = data;
	json_t *event;

	if (genl->cmd != NETFLOW_CMD_EVENT || listener->done)
		return MNL_CB_OK;
	netlink_attributes(nlh, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs));
	if (!attrs[NETFLOW_A_EVENT])
		return MNL_CB_OK;
	event = event_json(attrs);
	if (listener->json) {
		json_dumpf(event, stdout, JSON_COMPACT);
		putchar('\n');
	} else {
		print_event(event);
	}
	json_decref(event);
	if (listener->left && !--listener->left)
		listener->done = true;
	return MNL_CB_OK;
}

static int listen_for(struct netlink *nl, struct listener *listener)
{
	static char buffer[BUFFER_SIZE];
	ssize_t size;

	while (!listener->done) {
		size = mnl_socket_recvfrom(nl->socket, buffer, sizeof(buffer));
		if (size < 0 && errno == ENOBUFS) {
			complain("some events were missed because they arrived too fast");
			continue;
		}
		if (size < 0)
			return -errno;
		mnl_cb_run(buffer, size, 0, 0, on_event, listener);
		/* The reader of a pipe has exited, which is no error. */
		if (fflush(stdout))
			return 0;
	}
	return 0;
}

static int events_run(const struct options *options)
{
	struct listener listener = {
		.json = options->present & OPTION_JSON, .left = options->count,
	};
	struct netlink nl;
	int err;

	if (module_open(&nl))
		return CTL_ERROR;
	err = family_join(&nl, NETFLOW_GENL_GROUP_EVENTS);
	if (!err) {
		err = listen_for(&nl, &listener);
		if (err)
			complain("cannot read events: %s", strerror(-err));
	}
	netlink_close(&nl);
	return err ? CTL_ERROR : CTL_OK;
}

const struct command events_command = {
	.name = "events",
	.arguments = "",
	.run = events_run,
	.summary = "Report changes of monitors and destinations, and losses",
	.options = OPTION_COUNT | OPTION_JSON,
	.help = "Runs until interrupted, or until --count events have been printed. --json "
		"prints one object per line.",
};
