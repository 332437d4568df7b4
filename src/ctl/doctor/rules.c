// SPDX-License-Identifier: GPL-2.0
#include "rules.h"

#include <stdio.h>
#include <string.h>

#include "settings/settings.h"
#include "uapi/nf_netflow.h"
#include "kernel/file.h"
#include "rules/list.h"
#include "rules/own_table.h"
#include "rules/specs.h"
#include "text/json.h"
#include "text/output.h"
#include "chains.h"
#include "drops.h"
#include "findings.h"
#include "flowtables.h"
#include "link.h"

static void report_drops(json_t *findings, const char *where, unsigned int hook, int priority)
{
	json_t *chains = doctor_drops(hook, priority), *chain;
	char command[FINDING_COMMAND_SIZE];
	size_t i;

	json_array_foreach(chains, i, chain) {
		finding(findings, DOCTOR_WARNING, "verdict", finding_chain(chain, command),
			"%s %s %s drops packets and comes before the rule at %s",
			json_text(chain, "family"), json_text(chain, "table"),
			json_text(chain, "chain"), where);
	}
	json_decref(chains);
}

static void look_at_forwarding(json_t *findings)
{
	char v4[16], v6[16];

	file_first_line("/proc/sys/net/ipv4/ip_forward", v4, sizeof(v4));
	file_first_line("/proc/sys/net/ipv6/conf/all/forwarding", v6, sizeof(v6));
	if (v4[0] == '0' && v6[0] != '1')
		finding(findings, DOCTOR_WARNING, "forwarding", "sysctl -w net.ipv4.ip_forward=1",
			"this machine does not forward packets: the hook forward sees none");
}

/* Find out why an own rule has matched no packet. */
static void look_at_unhit(json_t *findings, const json_t *rule)
{
	json_t *spec = rule_spec_of_chain(json_text(rule, "chain"), json_text(rule, "match"));
	int hook = spec ? rule_hook_find(json_text(spec, "hook")) : -1;

	finding(findings, DOCTOR_WARNING, "rule", "netflowctl rule list",
		"the rule at %s%s%s of monitor %s has matched no packet yet",
		json_text(rule, "chain"), json_text(rule, "match")[0] ? " for " : "",
		json_text(rule, "match"), json_text(rule, "monitor"));
	if (hook == RULE_HOOK_INGRESS)
		doctor_link(findings, "rule", 0, json_text(spec, "device"));
	else if (hook >= 0)
		report_drops(findings, json_text(rule, "chain"), hook, rules_priority(hook));
	if (hook == NETFLOW_HOOK_FORWARD)
		look_at_forwarding(findings);
	json_decref(spec);
}

static void look_at_rule(json_t *findings, const json_t *rule)
{
	bool own = json_is_true(json_object_get(rule, "own"));
	char command[FINDING_COMMAND_SIZE], count[FORMAT_SIZE];

	if (!json_object_get(rule, "packets"))
		return;
	if (json_number(rule, "packets")) {
		finding(findings, DOCTOR_OK, "rule", NULL, "packets matched by %s %s %s: %s",
			json_text(rule, "family"), json_text(rule, "table"),
			json_text(rule, "chain"),
			format_count(json_number(rule, "packets"), count));
	} else if (own) {
		look_at_unhit(findings, rule);
	} else {
		finding(findings, DOCTOR_WARNING, "rule", finding_chain(rule, command),
			"the rule in %s %s %s has matched no packet yet", json_text(rule, "family"),
			json_text(rule, "table"), json_text(rule, "chain"));
	}
}

static void look_at_feeding(json_t *findings, const json_t *monitors)
{
	json_t *monitor;
	bool fed = false;
	char command[128];
	size_t i;

	json_array_foreach((json_t *)monitors, i, monitor) {
		const char *name = json_text(monitor, "name");

		if (json_number(monitor, "users")) {
			fed = true;
		} else if (strcmp(name, NETFLOW_MONITOR_DEFAULT)) {
			snprintf(command, sizeof(command), "netflowctl enable --monitor %s", name);
			finding(findings, DOCTOR_WARNING, "feeding", command,
				"no rule or hook feeds monitor %s", name);
		}
	}
	if (!fed)
		finding(findings, DOCTOR_ERROR, "feeding", "netflowctl enable",
			"no rule or hook feeds a monitor: nothing is metered");
}

void doctor_rules(json_t *findings, const json_t *monitors)
{
	json_t *rules, *chains, *rule;
	size_t i;

	look_at_feeding(findings, monitors);
	rules = rules_list();
	if (!rules) {
		finding(findings, DOCTOR_WARNING, "rule", "sudo netflowctl doctor",
			"the nftables rules cannot be read; this requires CAP_NET_ADMIN");
		return;
	}
	json_array_foreach(rules, i, rule)
		look_at_rule(findings, rule);
	chains = chains_list();
	doctor_chains(findings, chains, rules);
	doctor_flowtables(findings, monitors, chains, rules);
	json_decref(chains);
	json_decref(rules);
}
