// SPDX-License-Identifier: GPL-2.0
/*
 * Each counted quantity is a metric family, with a sample for each cause.
 *
 * Prometheus' own text format differs from OpenMetrics: the name of a counter's family has
 * the suffix of its samples, there are neither units nor the type info, nor an end. The
 * textfile collector of node_exporter reads only that format.
 */
#include "openmetrics.h"

#include <string.h>

#include "kernel.h"
#include "text/json.h"

#define SAMPLES	5

/* A sample: a member of the statistics, and the value of the family's label. */
struct sample {
	const char *member;
	const char *value;
};

/*
 * A metric family. @label distinguishes its samples; NULL: there is only one. @unit is the
 * suffix of its name, or NULL.
 */
struct family {
	const char *name;
	const char *type;
	const char *unit;
	const char *help;
	const char *label;
	struct sample samples[SAMPLES];
};

#define COUNTER(_name, _unit, _help, ...) \
	{ _name "_" _unit, "counter", _unit, _help, NULL, { __VA_ARGS__ } }

#define GAUGE(_name, _unit, _help, ...) \
	{ _name "_" _unit, "gauge", _unit, _help, NULL, { __VA_ARGS__ } }

#define CAUSES(_name, _unit, _help, ...) \
	{ _name "_" _unit, "counter", _unit, _help, "cause", { __VA_ARGS__ } }

static const struct family monitor_families[] = {
	COUNTER("netflow_metered", "packets", "Packets metered.", { "metered_packets", NULL }),
	COUNTER("netflow_metered", "bytes", "Bytes metered, including the IP headers.",
		{ "metered_bytes", NULL }),
	COUNTER("netflow_metered", "flows", "Flows started.", { "metered_flows", NULL }),
	COUNTER("netflow_exported", "packets", "Packets in exported Flow Records.",
		{ "exported_packets", NULL }),
	COUNTER("netflow_exported", "bytes", "Bytes in exported Flow Records.",
		{ "exported_bytes", NULL }),
	COUNTER("netflow_exported", "flows", "Flow Records exported.",
		{ "exported_flows", NULL }),
	COUNTER("netflow_merged", "flows", "Parts of flows from other CPUs, merged before export.",
		{ "merged_flows", NULL }),
	CAUSES("netflow_lost", "packets", "Packets metered but never exported.",
	       { "lost_memory_packets", "memory" }, { "lost_backlog_packets", "backlog" },
	       { "lost_no_destination_packets", "no_destination" }),
	CAUSES("netflow_lost", "bytes", "Bytes metered but never exported.",
	       { "lost_memory_bytes", "memory" }, { "lost_backlog_bytes", "backlog" },
	       { "lost_no_destination_bytes", "no_destination" }),
	CAUSES("netflow_lost", "flows", "Flows started but never exported.",
	       { "lost_backlog_flows", "backlog" },
	       { "lost_no_destination_flows", "no_destination" }),
	CAUSES("netflow_ignored", "packets", "Packets not metered.",
	       { "ignored_not_ip", "not_ip" }, { "ignored_truncated", "truncated" },
	       { "ignored_repeated", "repeated" }),
	{ "netflow_expired_flows", "counter", "flows", "Flows that ended, by flowEndReason.",
	  "reason", { { "expired_inactive", "inactive" }, { "expired_active", "active" },
		      { "expired_end", "end" }, { "expired_forced", "forced" },
		      { "expired_resources", "resources" } } },
	GAUGE("netflow_cached", "packets", "Packets of flows in the cache.",
	      { "cached_packets", NULL }),
	GAUGE("netflow_cached", "bytes", "Bytes of flows in the cache.",
	      { "cached_bytes", NULL }),
	GAUGE("netflow_cached", "flows", "Flows in the cache.", { "cached_flows", NULL }),
	GAUGE("netflow_peak", "flows", "Largest number of flows in the cache so far.",
	      { "peak_flows", NULL }),
	GAUGE("netflow_cache_memory", "bytes", "Memory used by flows and tables.",
	      { "memory", NULL }),
	GAUGE("netflow_cache", "buckets", "Hash buckets of all CPUs.", { "buckets", NULL }),
	GAUGE("netflow_used_memory", "bytes", "Memory used by all that the monitor holds.",
	      { "used_memory", NULL }),
	{ "netflow_flushing", "gauge", NULL, "1 while a flush is going on.", NULL,
	  { { "flushing", NULL } } },
};

static const struct family destination_families[] = {
	{ "netflow_destination_connected", "gauge", NULL, "1 if a socket is open.", NULL,
	  { { "connected", NULL } } },
	COUNTER("netflow_destination_sent", "messages", "Messages sent.",
		{ "sent_messages", NULL }),
	COUNTER("netflow_destination_sent", "bytes", "Bytes of UDP payload sent.",
		{ "sent_bytes", NULL }),
	COUNTER("netflow_destination_sent", "flows", "Flow Records sent.",
		{ "sent_flows", NULL }),
	COUNTER("netflow_destination_sent_flow", "packets", "Packets in Flow Records sent.",
		{ "sent_flow_packets", NULL }),
	COUNTER("netflow_destination_sent_flow", "bytes", "Bytes in Flow Records sent.",
		{ "sent_flow_bytes", NULL }),
	GAUGE("netflow_destination_queued", "messages", "Messages waiting to be sent.",
	      { "queued", NULL }),
	GAUGE("netflow_destination_queued", "flows", "Flow Records waiting to be sent.",
	      { "queued_flows", NULL }),
	CAUSES("netflow_destination_lost", "flows", "Flow Records never sent.",
	       { "lost_queue", "queue" }, { "lost_encode", "encode" },
	       { "lost_memory", "memory" }, { "lost_removed", "removed" }),
	COUNTER("netflow_destination_lost_flow", "packets", "Packets in Flow Records never sent.",
		{ "lost_flow_packets", NULL }),
	COUNTER("netflow_destination_lost_flow", "bytes", "Bytes in Flow Records never sent.",
		{ "lost_flow_bytes", NULL }),
	COUNTER("netflow_destination", "errors", "Failed attempts to send or connect.",
		{ "errors", NULL }),
	COUNTER("netflow_destination_refused", "messages", "Messages refused by its collector.",
		{ "refused", NULL }),
	COUNTER("netflow_destination", "reconnects", "Sockets opened again.",
		{ "reconnects", NULL }),
};

static void write_label(FILE *out, const char *gap, const char *name, const char *value)
{
	fprintf(out, "%s%s=\"", gap, name);
	for (; *value; value++) {
		if (*value == '\n') {
			fputs("\\n", out);
			continue;
		}
		if (*value == '"' || *value == '\\')
			fputc('\\', out);
		fputc(*value, out);
	}
	fputc('"', out);
}

static void write_value(FILE *out, const json_t *value)
{
	if (json_is_boolean(value))
		fprintf(out, "} %d\n", json_is_true(value));
	else
		fprintf(out, "} %llu\n", (unsigned long long)json_integer_value(value));
}

/* A module that is older than this program may lack some counters. */
static void write_samples(FILE *out, const struct family *family, const json_t *counters,
			  const char *monitor, const char *destination)
{
	bool counts = !strcmp(family->type, "counter");
	const json_t *value;
	int i;

	for (i = 0; i < SAMPLES && family->samples[i].member; i++) {
		value = json_object_get(counters, family->samples[i].member);
		if (!value)
			continue;
		fprintf(out, "%s%s", family->name, counts ? "_total" : "");
		write_label(out, "{", "monitor", monitor);
		if (destination)
			write_label(out, ",", "destination", destination);
		if (family->label)
			write_label(out, ",", family->label, family->samples[i].value);
		write_value(out, value);
	}
}

static void write_head(FILE *out, const struct family *family, bool prometheus)
{
	const char *suffix = prometheus && !strcmp(family->type, "counter") ? "_total" : "";

	fprintf(out, "# TYPE %s%s %s\n", family->name, suffix, family->type);
	if (family->unit && !prometheus)
		fprintf(out, "# UNIT %s %s\n", family->name, family->unit);
	fprintf(out, "# HELP %s%s %s\n", family->name, suffix, family->help);
}

static void write_monitors(FILE *out, const json_t *monitors, bool prometheus)
{
	json_t *monitor;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(monitor_families); i++) {
		write_head(out, &monitor_families[i], prometheus);
		json_array_foreach((json_t *)monitors, j, monitor)
			write_samples(out, &monitor_families[i],
				      json_object_get(monitor, "statistics"),
				      json_text(monitor, "name"), NULL);
	}
}

static void write_destinations(FILE *out, const json_t *monitors, bool prometheus)
{
	json_t *monitor, *destination;
	size_t i, j, k;

	for (i = 0; i < ARRAY_SIZE(destination_families); i++) {
		write_head(out, &destination_families[i], prometheus);
		json_array_foreach((json_t *)monitors, j, monitor)
			json_array_foreach(json_object_get(monitor, "destinations"), k, destination)
				write_samples(out, &destination_families[i], destination,
					      json_text(monitor, "name"),
					      json_text(destination, "destination"));
	}
}

void openmetrics_write(FILE *out, const json_t *monitors, bool prometheus)
{
	static const struct family users = {
		"netflow_rules", "gauge", NULL, "Rules and hooks that feed the monitor.", NULL,
		{ { "users", NULL } },
	};
	json_t *monitor;
	size_t i;

	if (prometheus)
		fputs("# TYPE netflow_info gauge\n"
		      "# HELP netflow_info Version of netflowctl.\n", out);
	else
		fputs("# TYPE netflow info\n# HELP netflow Version of netflowctl.\n", out);
	fprintf(out, "netflow_info{version=\"%s\"} 1\n", NETFLOW_VERSION);
	write_head(out, &users, prometheus);
	json_array_foreach((json_t *)monitors, i, monitor)
		write_samples(out, &users, monitor, json_text(monitor, "name"), NULL);
	write_monitors(out, monitors, prometheus);
	write_destinations(out, monitors, prometheus);
	if (!prometheus)
		fputs("# EOF\n", out);
}
