#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every network namespace has monitors of its own: identical flows in two of them never mix, settings stay apart, and a
# namespace that goes away under traffic exports its flows first.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

both_collected() {
	local suffix=$1 file=$2
	SUFFIX=$suffix as_forwarded
	JUDGE[1]=$file
	check "network '$suffix': exactly its own flows" judge-nfdump "${JUDGE[@]}" "$WORK/nfcapd$suffix"
}

start_in() {
	local SUFFIX=$1
	topology_up
	NFCAPD=$WORK/nfcapd$1
	nfcapd_start
	need_module
	exporting 10
	frontend_on nft
}

finish_in() {
	local SUFFIX=$1
	rtr netflowctl flush
	wait_for 20 nothing_queued
	wait_for 20 has_read "$PORT"
	check_conserved "network '$1'"
}

identical_flows() {
	test_begin "two namespaces with the same flows"
	start_in ''
	local first=$NFCAPD_PID
	start_in b
	local second=$NFCAPD_PID
	# The same keys, but other sizes and numbers of packets
	EXPECT=$WORK/expect.a flowgen_src --flows 500 --packets 5000 --seed 3 --size 100-200 >"$OUT" &
	SUFFIX=b EXPECT=$WORK/expect.b flowgen_src --flows 500 --packets 6000 --seed 4 --size 300-900 >"$OUT.b"
	wait $!
	finish_in ''
	finish_in b
	stop "$first"
	stop "$second"
	both_collected '' "$WORK/expect.a"
	both_collected b "$WORK/expect.b"
}

settings_apart() {
	test_begin "settings of one namespace only"
	rtr netflowctl set active_timeout 77
	equal "set in one" 77 "$(rtr sysctl -n net.netflow.active_timeout)"
	equal "not in the other" 3600 "$(SUFFIX=b rtr sysctl -n net.netflow.active_timeout)"
	equal "nor in the first namespace" 1800 "$(sysctl -n net.netflow.active_timeout)"
}

# The namespace goes while packets arrive. What was sent before is known exactly: IPv4; the traffic at the end is IPv6.
goes_away() {
	test_begin "a namespace is deleted under traffic"
	topology_down
	SUFFIX=b topology_down
	local i
	for i in 1 2 3; do
		start_in ''
		flowgen_src --ipv4 --flows 500 --packets 5000 --seed "$i" >"$OUT"
		background src flowgen --ipv6 --flows 500 --packets 4000000 --pps 5000 \
			--destination-mac "$(mac rtr src)" rtr
		wait_for 20 metered_more_than "$(sent)"
		ip netns delete rtr
		wait_for 20 rtr_is_gone || true
		sleep 1
		wait_for 20 has_read "$PORT"
		nfcapd_stop
		stop "$BACKGROUND" KILL
		check "deletion $i: all flows that were cached are exported" judge-nfdump --ipv4-only \
			--expect "$EXPECT" --ttl-delta -1 "$NFCAPD" --filter ipv4
		for host in src dst col; do
			ip netns delete $host
		done
	done
	check "the modules can be unloaded" wait_for 60 unload
}

metered_more_than() { (($(statistic metered_packets) > ${1% *})); }
# Its end of the link goes with it.
rtr_is_gone() { ! col ip link show rtr; }

# The same by a tool that needs few processes, for races: packets come until the namespace is gone.
ends() {
	local rounds=100
	test_begin "$rounds namespaces end under traffic"
	need_module
	check "they end" end-under-traffic $rounds
	equal "all of them had metered packets" $rounds "$(tail -n 1 "$OUT" | cut -d ' ' -f 1)"
	between "others came meanwhile" $((rounds * 100)) "$(tail -n 1 "$OUT" | cut -d ' ' -f 2)" 1000000000
	check "the modules can be unloaded" wait_for 60 unload
}

# A namespace that never meters has nothing; many come and go.
many() {
	test_begin "many namespaces"
	need_module
	local i
	for i in $(seq 30); do
		ip netns add "many$i"
		ip -n "many$i" link set lo up
		in_namespace "many$i" netflowctl enable --destination "" >"$OUT" &&
			in_namespace "many$i" ping -qc 2 -i 0.1 127.0.0.1 >"$OUT"
	done
	equal "each meters its own packets" "30 x 8" \
		"$(for i in $(seq 30); do in_namespace "many$i" netflowctl stats --json |
			jq '.[0].statistics.metered_packets'; done | sort | uniq -c | awk '{ print $1 " x " $2 }')"
	ip -all netns delete
	check "the modules can be unloaded" wait_for 60 unload
}

identical_flows
settings_apart
goes_away
ends
many
