#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every operation of the netlink family, by the kernel's own client with docs/netflow.yaml: what it sets and reads is what
# netflowctl reads and sets, and it understands each answer.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

SPECIFICATION=$TESTS/../docs/netflow.yaml
DESTINATION=$COLLECTOR4:$PORT

# by JQ: look at the answer to the last request
by() { jq -r "$1" <<<"$ANSWER"; }

# ask REQUEST: the answer is in $ANSWER
ask() {
	printf '%s\n' "$1" >&"${CLIENT[1]}"
	read -r -t 60 ANSWER <&"${CLIENT[0]}"
	asked[${1%%[\{]*}]=1
}
declare -A asked

# succeeds DESCRIPTION REQUEST
succeeds() {
	ask "$2"
	equal "$1" null "$(by 'if type == "object" then .error else null end')"
}

topology_up
need_module
coproc CLIENT { rtr ynl "$SPECIFICATION" 2>"$WORK/client"; }

test_begin "monitors"
ask 'subscribe events'
succeeds "monitor-new" 'do monitor-new {"monitor": "wan", "settings": {"active-timeout": 77, "destination": ""}}'
equal "netflowctl knows it, with its setting" 77 "$(rtr netflowctl get --monitor wan active_timeout)"
ask 'do monitor-new {"monitor": "wan"}'
equal "twice is refused" 17 "$(by .error)"
succeeds "monitor-set" 'do monitor-set {"monitor": "wan", "settings": {"inactive-timeout": 7, "hooks": "forward"}}'
equal "both settings are there" "7 forward" "$(rtr netflowctl get --monitor wan inactive_timeout) $(rtr netflowctl get --monitor wan hooks)"
ask 'do monitor-set {"monitor": "wan", "settings": {"inactive-timeout": 8, "protocol": 77}}'
equal "a bad value is refused" 22 "$(by .error)"
check "with a sentence" matches . <<<"$(by .message)"
equal "and changes nothing" 7 "$(rtr netflowctl get --monitor wan inactive_timeout)"
ask 'do monitor-get {"monitor": "wan"}'
equal "monitor-get" "wan 77 7 forward" "$(by '"\(.monitor) \(.settings["active-timeout"]) \(.settings["inactive-timeout"]) \(.settings.hooks)"')"
ask 'dump monitor-get {}'
equal "of all" "default wan" "$(by '[.[].monitor] | sort | join(" ")')"

test_begin "destinations"
succeeds "destination-new" "do destination-new {\"monitor\": \"wan\", \"destination\": {\"text\": \"$DESTINATION\"}}"
equal "netflowctl knows it" "$DESTINATION" "$(rtr netflowctl get --monitor wan destination)"
ask 'dump destination-get {"monitor": "wan"}'
equal "destination-get" "wan $DESTINATION 10" "$(by '.[0] | "\(.monitor) \(.destination.text) \(.destination.protocol)"')"

test_begin "flows and counters"
flowgen_src --ipv4 --flows 5 --packets 50 --protocols udp >"$OUT"
ask 'do stats-get {"monitor": "wan"}'
equal "stats-get" 50 "$(by '.stats["metered-packets"]')"
ask 'dump stats-get {}'
equal "of all" "default 0 wan 50" "$(by '[sort_by(.monitor)[] | "\(.monitor) \(.stats["metered-packets"])"] | join(" ")')"
ask 'dump flow-get {"monitor": "wan"}'
equal "flow-get" "5 50" "$(by '"\(length) \([.[].flow.packets] | add)"')"
equal "with addresses" "" "$(by '.[].flow["source-address"]' | grep -vE '^10[.]1[.]' || true)"
succeeds "flush" 'do flush {"monitor": "wan"}'
check "nothing is left in the cache" wait_for 20 eval "[ \$(rtr netflowctl stats --json wan | jq .[0].statistics.cached_flows) = 0 ]"

test_begin "the ends"
succeeds "destination-del" "do destination-del {\"monitor\": \"wan\", \"destination\": {\"text\": \"$DESTINATION\"}}"
equal "it is gone" "" "$(rtr netflowctl get --monitor wan destination)"
ask 'do monitor-del {"monitor": "wan"}'
equal "a monitor that a hook feeds is not deleted" 16 "$(by .error)"
succeeds "without hooks" 'do monitor-set {"monitor": "wan", "settings": {"hooks": ""}}'
succeeds "monitor-del" 'do monitor-del {"monitor": "wan"}'
ask 'do monitor-get {"monitor": "wan"}'
equal "it is gone" 2 "$(by .error)"
ask events
# shellcheck disable=SC2016 # jq's own variable
equal "there was an event for each change of the monitor" "monitor-new monitor-changed monitor-del" \
	"$(by '[.[].msg.event | select(startswith("monitor"))] | reduce .[] as $e ([]; if index($e) then . else . + [$e] end) | join(" ")')"
equal "each operation of the specification was asked for" "" "$(comm -13 \
	<(printf '%s\n' "${!asked[@]}" | awk '{ print $2 }' | sort -u) \
	<(sed -n '/^operations:/,/^mcast/s/^      name: //p' "$SPECIFICATION" | grep -vx event | sort))"
equal "the client complains of nothing" "" "$(cat "$WORK/client")"
topology_down
