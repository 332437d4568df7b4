#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# While tables grow, packets find their flows, and flows can be read: a list that a resize came into is read again.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# A table begins with 16 buckets and doubles: sixteen thousand flows see all of its moves but the last one or two.
FLOWS=40000
in_debug_kernel && FLOWS=16000

send() { flowgen_src --flows "$FLOWS" --packets $((3 * FLOWS)) --protocols udp >"$OUT"; }

# sending CPU: in a process on it, whose number is in $sender
sending() {
	(taskset -cp "$1" "$BASHPID" >/dev/null && send) &
	sender=$!
}

test_begin "while tables grow"
topology_up
need_module
exporting 10 active_timeout 3600 inactive_timeout 3600
frontend_on nft
empty=$(statistic memory)
# On one CPU: each CPU has a part of a flow.
sending 0
lists=0 failures=0 grown=0 twice=0
while kill -0 "$sender" 2>/dev/null; do
	before=$(statistic memory)
	listed=$(rtr netflowctl flows --json 2>>"$WORK/errors" | jq 'map(.packets) | add // 0') || failures=$((failures + 1))
	[ "${listed:-0}" -le "$(statistic metered_packets)" ] || twice=$((twice + 1))
	[ "$before" = "$(statistic memory)" ] || grown=$((grown + 1))
	lists=$((lists + 1))
done
wait "$sender"
echo "$lists lists, the tables grew in $grown of them, $failures failures"
check "lists were read while the tables grew" [ "$grown" -gt 0 ]
equal "none failed" "0 " "$failures $(sort -u "$WORK/errors")"
equal "none had a packet twice" 0 "$twice"
equal "in the end all flows are in the list" "$FLOWS" "$(rtr netflowctl flows --json | jq length)"
equal "none began twice" "$FLOWS" "$(statistic metered_flows)"
check_conserved "the end"

# The packets come while the CPU that they are metered on moves flows: in the middle of chains, too.
test_begin "packets between the parts of a move"
tables_are_small() { [ "$(statistic memory)" -le "$empty" ]; }
all_metered() { [ "$(statistic metered_packets)" = $((packets + 3 * FLOWS)) ]; }
echo 1 | ip netns exec rtr tee /sys/class/net/src/queues/rx-0/rps_cpus >/dev/null
echo $((3 * FLOWS)) >/proc/sys/net/core/netdev_max_backlog
for time in first second third fourth fifth; do
	rtr netflowctl flush
	wait_for 60 tables_are_small
	flows=$(statistic metered_flows) packets=$(statistic metered_packets)
	sending 1
	wait "$sender"
	wait_for 60 all_metered
	equal "the $time time: none began twice" "$FLOWS" "$(($(statistic metered_flows) - flows))"
done
check_conserved "the parts"
