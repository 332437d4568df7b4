#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# While tables grow, packets find their flows, and flows can be read: a list that a resize came into is read again.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FLOWS=40000

send() { flowgen_src --flows "$FLOWS" --packets $((3 * FLOWS)) --protocols udp >"$OUT"; }

test_begin "while tables grow"
topology_up
need_module
exporting 10 active_timeout 3600 inactive_timeout 3600
frontend_on nft
# On one CPU: each CPU has a part of a flow.
(taskset -cp 0 "$BASHPID" >/dev/null && send) &
sender=$!
lists=0 failures=0 grown=0
while kill -0 "$sender" 2>/dev/null; do
	before=$(statistic memory)
	rtr netflowctl flows --json --limit 1 >/dev/null 2>>"$WORK/errors" || failures=$((failures + 1))
	[ "$before" = "$(statistic memory)" ] || grown=$((grown + 1))
	lists=$((lists + 1))
done
wait "$sender"
echo "$lists lists, the tables grew in $grown of them, $failures failures"
check "lists were read while the tables grew" [ "$grown" -gt 0 ]
equal "none failed" "0 " "$failures $(sort -u "$WORK/errors")"
equal "in the end all flows are in the list" "$FLOWS" "$(rtr netflowctl flows --json | jq length)"
equal "none began twice" "$FLOWS" "$(statistic metered_flows)"
check_conserved "the end"
