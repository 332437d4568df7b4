#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Allocations that fail: metering, exporting and control go on, nothing crashes or leaks, and what could not be kept is
# counted. Needs the debug kernel's fault injection.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FAILSLAB=/sys/kernel/debug/failslab

# faults PERCENT ATOMIC-ONLY TASKS-ONLY: from now on
faults() {
	printf '%s' "$2" >$FAILSLAB/ignore-gfp-wait
	printf '%s' "$3" >$FAILSLAB/task-filter
	printf 0 >$FAILSLAB/verbose
	printf %d -1 >$FAILSLAB/times
	printf 1 >$FAILSLAB/interval
	printf '%d' "$1" >$FAILSLAB/probability
}

no_faults() { printf 0 >$FAILSLAB/probability; }

# failing COMMAND…: it alone gets failing allocations
failing() { (echo 1 >/proc/self/make-it-fail && exec "$@"); }

# failing_workers: and so do the kernel's workers, in which messages are made and sent
failing_workers() {
	local pid
	for pid in $(pgrep kworker); do
		echo 1 2>/dev/null >"/proc/$pid/make-it-fail" || true
	done
}

metering() {
	test_begin "metering"
	topology_up
	collector_start
	need_module
	exporting 10
	yardstick_on
	frontend_on nft
	# The stack drops packets itself while it does not find the neighbour.
	check "the collector's address is resolved" rtr ping -qc 1 "$COLLECTOR4"
	# Allocations that may not sleep: new flows, and the messages' way through the stack.
	faults 20 Y N
	flowgen_src --flows 3000 --packets 20000 >"$OUT"
	no_faults
	local all
	all=$(statistics)
	# A flow without memory takes the place of another one, and is lost only if that fails, too.
	between "flows without memory are counted" 1 \
		"$(jq '.lost_memory_packets + .expired_resources' <<<"$all")" "$(yardstick | cut -d ' ' -f 1)"
	equal "every packet that came is metered" "$(yardstick)" "$(metered)"
	check_conserved "metering"
	rtr netflowctl flush
	collector_stop
	check_conserved "metering, flushed"
	check_destinations "metering, flushed"
	equal "what was exported arrived" "$(statistic exported_packets)" \
		"$(judge-nfdump "$NFCAPD" | sed -n 's/.*flows, \([0-9]*\) packets.*/\1/p')"
	topology_down
}

# Each flow has a next hop of its own, and room in the table: a flow that is lost is one without memory for its next hop.
next_hops() {
	local i empty
	test_begin "next hops"
	topology_up
	for ((i = 1; i <= 251; i++)); do
		printf 'route replace fd00:2::%x via fd00:b::1:%x\n' $i $i
	done | rtr ip -batch -
	need_module
	exporting 10 hashsize 100000
	frontend_on nft
	empty=$(statistic memory)
	faults 20 Y N
	flowgen_src --ipv6 --flows 1004 --packets 1004 --size 10 >"$OUT"
	no_faults
	between "flows without memory for their next hop are counted" 1 "$(statistic lost_memory_packets)" 1003
	check_conserved "next hops"
	rtr netflowctl flush
	equal "no next hop stays behind" "$empty" "$(statistic memory)"
	check_conserved "next hops, flushed"
	topology_down
}

exporting_process() {
	test_begin "exporting"
	topology_up
	capture_start
	need_module
	exporting 10
	frontend_on nft
	local i
	for i in 1 2 3 4 5; do
		flowgen_src --flows 500 --packets 1000 --seed "$i" >"$OUT"
		failing_workers
		faults 30 N Y
		failing ip netns exec rtr netflowctl flush >"$OUT" 2>&1 || true
		sleep 0.5
		no_faults
	done
	check "it goes on afterwards" rtr netflowctl flush
	check "nothing waits for long" wait_for 20 nothing_queued
	capture_stop
	check_conserved "exporting"
	check_destinations "exporting"
	check "the messages are right, and no sequence number is missing" judge-capture --protocol 10 "$PCAP"
	topology_down
}

# each_allocation WHAT ARGUMENT…: let one after the other fail
each_allocation() {
	check "$1: no allocation's failure does harm" in_namespace rtr fail-nth --seconds 120 "${@:2}"
	say "        $(cat "$OUT")"
}

control() {
	test_begin "control"
	topology_up
	need_module
	rtr netflowctl enable --hook forward --destination "$COLLECTOR4:$PORT"
	# The numbers are those of enum netflow_cmd and enum netflow_setting_attr.
	each_allocation "settings" request 3 1 u32 100 4 u32 4096 13 text "$COLLECTOR4:$PORT,192.0.2.1:2055" 15 text input
	each_allocation "a new monitor" request 2:m1 13 text "$COLLECTOR4:$PORT"
	each_allocation "a flush" request 10
	equal "settings are the old ones or the new ones" true "$(rtr netflowctl get --json |
		jq '.active_timeout == 1800 or .active_timeout == 100')"
	check "afterwards everything works" rtr netflowctl enable --hook forward --destination "$COLLECTOR4:$PORT"
	flowgen_src --flows 100 --packets 1000 >"$OUT"
	check_conserved "control"
	topology_down
}

loading() {
	test_begin "loading"
	check "the modules can be unloaded" wait_for 60 unload
	check "no allocation's failure in loading does harm" \
		fail-nth --step 7 --seconds 120 load "$(modinfo -n nf_netflow)" destination=192.0.2.1:2055
	say "        $(cat "$OUT")"
	check "the module can be loaded" modprobe nft_netflow
}

new_namespaces() {
	test_begin "new namespaces"
	need_module
	check "no allocation's failure in a new namespace does harm" fail-nth --step 17 --seconds 60 namespace
	say "        $(cat "$OUT")"
	check "the modules can be unloaded" wait_for 60 unload
}

if [ ! -e $FAILSLAB ]; then
	skip "allocations that fail" "this kernel has no failslab"
else
	at_end() { no_faults; }
	metering
	next_hops
	exporting_process
	control
	loading
	new_namespaces
fi
