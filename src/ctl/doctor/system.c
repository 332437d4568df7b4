// SPDX-License-Identifier: GPL-2.0
#include "system.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "kernel/file.h"
#include "text/json.h"
#include "text/output.h"
#include "findings.h"

/* 2024-01-01 and 2100-01-01: a time outside of this range was never set. */
#define SANE_BEGIN	1704067200LL
#define SANE_END	4102444800LL

#define SET_CLOCK	"timedatectl set-ntp true"
#define SET_CLOCK_ELSE	"with chrony, 'chronyc makestep' sets it at once"

void doctor_clock(json_t *findings)
{
	struct timex state = { .modes = 0 };
	struct timespec now;
	struct tm tm;
	char date[32];
	int status;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S UTC", &tm);
	if (now.tv_sec < SANE_BEGIN || now.tv_sec >= SANE_END) {
		finding(findings, DOCTOR_ERROR, "clock", SET_CLOCK,
			"the clock shows %s, but collectors file records by time", date);
		finding_hint(findings, SET_CLOCK_ELSE);
		return;
	}
	status = adjtimex(&state);
	if (status != TIME_ERROR && !(state.status & STA_UNSYNC)) {
		finding(findings, DOCTOR_OK, "clock", NULL,
			"the clock shows %s and is synchronised", date);
		return;
	}
	finding(findings, DOCTOR_WARNING, "clock", SET_CLOCK,
		"the clock shows %s, but is not synchronised (no NTP)", date);
	finding_hint(findings, SET_CLOCK_ELSE);
}

void doctor_conntrack(json_t *findings)
{
	char value[16];

	if (file_first_line("/proc/sys/net/netfilter/nf_conntrack_events", value,
			    sizeof(value))[0] == '0')
		finding(findings, DOCTOR_NOTICE, "conntrack",
			"sysctl -w net.netfilter.nf_conntrack_events=1",
			"conntrack events are disabled, so NAT events are unavailable");
}

static void look_at_loss(json_t *findings, const json_t *monitor, const char *member,
			 const char *command, const char *why)
{
	u64 lost = json_number(json_object_get(monitor, "statistics"), member);
	char number[FORMAT_SIZE];

	if (lost)
		finding(findings, DOCTOR_WARNING, "losses", command,
			"monitor %s has lost %s packets: %s", json_text(monitor, "name"),
			format_count(lost, number), why);
}

void doctor_limits(json_t *findings, const json_t *monitors)
{
	const json_t *statistics;
	char limit[FORMAT_SIZE];
	json_t *monitor;
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor) {
		statistics = json_object_get(monitor, "statistics");
		if (!json_number(statistics, "limit_reached"))
			continue;
		finding(findings, DOCTOR_WARNING, "limits", NULL,
			"monitor %s reached the limit of %s that the host sets for the user "
			"who owns this namespace: flows end early, and some may be lost",
			json_text(monitor, "name"),
			format_bytes(json_number(statistics, "limit_memory"), limit));
		finding_hint(findings, "the host's administrator can raise it by 'sysctl "
				       "net.netflow.limit_memory', in the initial namespace");
	}
}

void doctor_losses(json_t *findings, const json_t *monitors)
{
	json_t *monitor;
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor) {
		look_at_loss(findings, monitor, "lost_memory_packets", "free -m",
			     "no memory for new flows");
		look_at_loss(findings, monitor, "lost_backlog_packets", "netflowctl stats",
			     "exporting was too slow for the number of flows");
		look_at_loss(findings, monitor, "lost_no_destination_packets",
			     "netflowctl destination list", "there was no destination");
	}
}
