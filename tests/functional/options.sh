#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Options data: what a collector is told of the exporter, its losses and its interfaces; and the Templates of ICMP flows.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# begin DESCRIPTION PROTOCOL [SETTING…]
begin() {
	test_begin "$1, protocol $2"
	topology_up
	collector_start
	need_module
	rtr ip link set dev dst alias "to the others: äöü"
	rtr ip link add red type vrf table 10
	exporting "${@:2}"
	frontend_on nft
}

# round [OPTION…]: a Message with a flow
round() {
	flowgen_src --ipv4 --flows 1 --packets 1 --protocols udp "$@" >"$OUT"
	rtr netflowctl flush
}

# told ELEMENT: the last options data record that has it
told() { messages "[.[].options[] | select(has(\"$1\"))] | last"; }
# told_with N: the options data that came after the Message with flow N - 1, up to the one with flow N, from 0 on
# shellcheck disable=SC2016 # jq's own variable
told_with() {
	messages 'reduce .[] as $message ([[]]; .[-1] += $message.options | if $message.records == [] then . else . + [[]] end) | .'"[$1]"
}
# names: what interfaces are called in these records; vrfs: the VRFs
names() { jq -r 'map(select(has("82")) | "\(.["10"] // .["2"]) \(.["82"]) \(.["83"])") | unique | .[]'; }
vrfs() { jq -r 'map(.["236"] // empty) | unique | join(" ")'; }
devices() { rtr ip -json link | jq -r 'map("\(.ifindex) \(.ifname) \(.ifalias // .ifname)") | unique | .[]'; }

interfaces() {
	local first second third
	begin "interfaces" "$1" template_refresh_packet 3
	first=$(devices)
	round
	rtr ip link set dev red name blue
	second=$(devices)
	round
	rtr ip link add new type dummy
	rtr ip link delete blue
	third=$(devices)
	round
	round
	round
	collector_stop
	equal "all have names when the first flow comes" "$first" "$(told_with 0 | names)"
	equal "a VRF, too" red "$(told_with 0 | vrfs)"
	equal "they have another one at once" "$second" "$(told_with 1 | names)"
	equal "a VRF, too" blue "$(told_with 1 | vrfs)"
	equal "so has a new one, and none that is gone" "$third" "$(told_with 2 | names)"
	equal "the VRF is gone" "" "$(told_with 2 | vrfs)"
	equal "none is repeated without need" " " "$(told_with 3 | names) $(told_with 4 | names)"
	between "although Templates are" 2 "$(messages '[.[] | select(.templates > 0)] | length')" 10
	topology_down
}

# counts PROTOCOL: by what came before in the capture, although there is another destination
counts() {
	local before
	begin "counts" "$1" template_refresh_packet 1 destination "$COLLECTOR4:$PORT,192.0.2.1" active_timeout 1800 \
		inactive_timeout 17
	for _ in 1 2 3 4 5; do
		round --flows 3 --packets 7
	done
	rtr netflowctl set destination "$COLLECTOR4:$PORT"
	collector_stop
	# shellcheck disable=SC2016 # jq's own variable
	before='[range(length) as $i | .[:$i] as $before | .[$i].options[] | select(has("41")) | [.["41"], .["42"], .["40"]] ==
		[($before | length), ($before | map(.records | length) | add // 0), ($before | map(.length) | add // 0)]] |
		length > 3 and all'
	equal "Messages, Flow Records and octets of this destination" true "$(messages "$before")"
	equal "all flows were observed" 15 "$(told 163 | jq '.["163"]')"
	equal "none was lost" "0 0 0" "$(told 166 | jq -r '"\(.["166"]) \(.["167"]) \(.["168"])"')"
	equal "timeouts" "1800 17" "$(told 36 | jq -r '"\(.["36"]) \(.["37"])"')"
	equal "the Observation Domain has the monitor's name" default "$(told 300 | jq -r '.["300"]')"
	equal "each Template of flows has its keys" 4 "$(messages '[.[].options[] | select(has("173")) | .["145"] // .["5"]] | unique | length')"
	topology_down
}

# losses PROTOCOL: of a link that is down
losses() {
	local begun ended
	begin "losses" "$1" template_refresh_packet 1 queue_size 1
	round
	begun=$(now_ms)
	rtr ip link set col down
	for _ in 1 2 3 4; do
		round
	done
	ended=$(now_ms)
	rtr ip link set col up
	neighbours col
	round
	wait_for 20 nothing_queued
	round
	collector_stop
	# It complains of the sequence numbers of what was lost.
	judge-capture --no-tshark --port "$PORT" --json "$WORK/messages.json" "$PCAP" >"$OUT" || true
	between "flows were lost" 1 "$(destination lost_flows)" 5
	equal "so many are told" "$(destination lost_flows)" "$(told 166 | jq '.["166"]')"
	equal "and their packets" "$(destination lost_flow_packets)" "$(told 167 | jq '.["167"]')"
	between "since when (ms)" "$begun" "$(told 166 | jq '.["323"][0]')" $((ended + 2000))
	between "and until when (ms)" "$begun" "$(told 166 | jq '.["323"][1]')" $((ended + 20000))
	topology_down
}

# icmp PROTOCOL ELEMENT-OF-ICMPV6
icmp() {
	begin "ICMP" "$1"
	flowgen_src --flows 100 --packets 200 >"$OUT"
	rtr netflowctl flush
	collector_stop
	between "ICMP flows" 1 "$(messages '[.[].records[] | select(.["4"] == 1)] | length')" 100
	between "ICMPv6 flows" 1 "$(messages '[.[].records[] | select(.["4"] == 58)] | length')" 100
	equal "have type and code where collectors look, and in the port" true \
		"$(messages "[.[].records[] | select(.[\"4\"] == 1) | .[\"32\"] == .[\"11\"]] + [.[].records[] |
			select(.[\"4\"] == 58) | .[\"$2\"] == .[\"11\"]] | all")"
	equal "others have none" 0 \
		"$(messages '[.[].records[] | select(.["4"] != 1 and .["4"] != 58) | .["32"] // .["139"] // empty] | length')"
	topology_down
}

for protocol in 9 10; do
	interfaces $protocol
	counts $protocol
	losses $protocol
done
icmp 9 32
icmp 10 139
