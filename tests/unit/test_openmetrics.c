// SPDX-License-Identifier: GPL-2.0
/* `netflowctl stats --format openmetrics, prometheus`: what it allows, whatever is counted. */
#include <jansson.h>
#include <stdlib.h>

#include "show/openmetrics.h"
#include "test.h"

#define TOOLS	GOLDEN "/../../tools/"
#define PARSER	"/usr/bin/python3 -c 'import prometheus_client' 2>/dev/null"

static json_t *counters(const char *const *names, size_t count)
{
	json_t *object = json_object();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_set_new(object, names[i], json_integer(test_random() >> 1));
	return object;
}

static json_t *monitor(const char *name, const char *destination)
{
	static const char *const statistics[] = {
		"metered_packets", "lost_memory_packets", "lost_backlog_packets", "expired_end",
		"cached_flows", "memory", "unheard_of",
	};
	static const char *const sent[] = { "sent_messages", "queued", "lost_queue", "refused" };
	json_t *one = counters(sent, ARRAY_SIZE(sent));

	json_object_set_new(one, "destination", json_string(destination));
	json_object_set_new(one, "connected", json_true());
	return json_pack("{s:s, s:i, s:o, s:[o]}", "name", name, "users", 3, "statistics",
			 counters(statistics, ARRAY_SIZE(statistics)), "destinations", one);
}

/* How many samples the judge of a format finds; -1: it refuses the text. */
static int judge(const json_t *monitors, const char *sample, bool prometheus)
{
	char line[512], file[] = "/tmp/openmetricsXXXXXX", command[256];
	bool found = !sample;
	FILE *out, *in;
	int count = 0;

	out = fdopen(mkstemp(file), "w");
	openmetrics_write(out, monitors, prometheus);
	fclose(out);
	snprintf(command, sizeof(command), TOOLS "judge-%s <%s",
		 prometheus ? "prometheus" : "openmetrics", file);
	in = popen(command, "r");
	while (fgets(line, sizeof(line), in)) {
		count++;
		found |= sample && !strncmp(line, sample, strlen(sample));
	}
	if (pclose(in))
		count = -1;
	remove(file);
	CHECK(found);
	return count;
}

static int judged(const json_t *monitors, const char *sample)
{
	return judge(monitors, sample, false);
}

TEST(nothing)
{
	json_t *monitors = json_array();

	/* The information about the program alone. */
	CHECK_EQ(judged(monitors, "netflow_info{version=\"" NETFLOW_VERSION "\"} 1"), 1);
	json_decref(monitors);
}

TEST(several)
{
	static const char connected[] =
		"netflow_destination_connected{destination=\"192.0.2.1:1\",monitor=\"a\"} 1";
	json_t *monitors = json_pack("[o, o]", monitor("a", "192.0.2.1:1"),
				     monitor("wan-1", "[2001:db8::1]:4739/v9"));

	/* For each monitor its users, 6 counters and 5 of the destination. */
	CHECK_EQ(judged(monitors, connected), 1 + 2 * (1 + 6 + 5));
	json_decref(monitors);
}

TEST(labels_are_escaped)
{
	json_t *monitors = json_pack("[o]", monitor("de\"f\\a\nult", "192.0.2.1"));

	CHECK_EQ(judged(monitors, "netflow_rules{monitor=\"de\\\"f\\\\a\\nult\"} 3"), 13);
	json_decref(monitors);
}

/* The same samples, read by Prometheus' own parser. */
TEST(prometheus)
{
	json_t *monitors = json_pack("[o, o]", monitor("a", "192.0.2.1:1"),
				     monitor("wan-1", "[2001:db8::1]:4739/v9"));

	if (system(PARSER)) {
		printf("skipped prometheus: python3-prometheus-client is not installed\n");
	} else {
		CHECK_EQ(judge(monitors, "netflow_info{version=\"" NETFLOW_VERSION "\"} 1", true),
			 1 + 2 * (1 + 6 + 5));
		CHECK_EQ(judge(monitors, "netflow_metered_packets_total{monitor=\"wan-1\"} ", true),
			 1 + 2 * (1 + 6 + 5));
	}
	json_decref(monitors);
}
