#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Nobody waits for another: a slow export rate, a namespace or monitor that ends, a flush, a CPU that does not run its
# kworkers. Expiry goes as fast as the exporter.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# At the lowest export rate, 10 Mbit/s, these take some seconds. They are more than half a CPU's backlog.
FLOWS=60000

FAIR_SERVER=/sys/kernel/debug/sched/fair_server

# flows [OPTION…]: put them into the cache
flows() {
	flowgen_src --ipv6 --flows $FLOWS --packets $FLOWS --protocols udp --size 10 "$@" >"$OUT"
}

# took COMMAND…: how long it takes, in ms
took() {
	local begin
	begin=$(now_ms)
	"$@" >"$OUT" 2>&1
	echo $(($(now_ms) - begin))
}

# soon DESCRIPTION MS COMMAND…: it succeeds, and takes not much longer than it did before
soon() {
	local description=$1 before=$2 begin
	shift 2
	begin=$(now_ms)
	check "$description" "$@"
	between "$description: without waiting, in ms" 0 $(($(now_ms) - begin)) $((3 * before + 3000))
}

flushing() { [ "$(statistic flushing)" = 1 ]; }
is_emptied() { rtr netflowctl flush && [ "$(statistic cached_flows)" = 0 ]; }
flushed() { [ "$(statistic flushing)" = 0 ]; }

# received: how many Messages have reached the collector's host
received() { col cat /proc/net/snmp | awk '/^Udp: [0-9]/ { print $2 }'; }
# has_drained: none comes any more, though the lowest rate sends some each 20 ms
has_drained() {
	local before
	before=$(received)
	sleep 2
	[ "$(received)" = "$before" ]
}

begin() {
	test_begin "$1"
	topology_up
	collector_start
	need_module
	exporting 10 export_rate 10 queue_size 65536
}

# While a slow flush goes on, everything else does, too; who waits for it can be killed.
slow_flush() {
	local pid begin statistics ruleset namespace
	begin "flush at a low rate"
	frontend_on nft
	flows
	statistics=$(took rtr netflowctl stats)
	ruleset=$(took rtr nft add table inet other)
	namespace=$(took unshare --net true)
	begin=$(now_ms)
	background rtr netflowctl flush
	pid=$BACKGROUND
	check "it goes on" wait_for 5 flushing
	check "who waits for it can be killed" kill -KILL "$pid"
	wait "$pid" 2>/dev/null || true
	soon "statistics" "$statistics" rtr netflowctl stats
	soon "a ruleset" "$ruleset" rtr nft add chain inet other c
	soon "another namespace" "$namespace" unshare --net true
	check "it ends, without the one who asked" wait_for 60 flushed
	between "the rate was kept" 1500 $(($(now_ms) - begin)) 600000
	equal "all flows were sent" "$FLOWS 0" "$(destination sent_flows) $(statistic cached_flows)"
	check_conserved "flush at a low rate"
	collector_stop
	check_destinations "flush at a low rate"
	topology_down
}

# A monitor that is deleted exports what it has in the background. Its name is free at once.
slow_delete() {
	local add delete
	begin "monitor deleted at a low rate"
	add=$(took rtr netflowctl monitor add slow)
	delete=$(took rtr netflowctl monitor delete slow)
	rtr netflowctl monitor add slow
	rtr netflowctl set --monitor slow destination "$COLLECTOR4:$PORT" active_timeout 3600 inactive_timeout 3600 \
		export_rate 10 queue_size 65536
	rtr netflowctl enable --hook forward --monitor slow
	flows --expect "$EXPECT"
	rtr nft delete table inet netflow-slow
	soon "the monitor is deleted" "$delete" rtr netflowctl monitor delete slow
	equal "it is gone" default "$(rtr netflowctl show --json | jq -r '.monitors[].name')"
	soon "another one gets its name" "$add" rtr netflowctl monitor add slow
	soon "and is deleted" "$delete" rtr netflowctl monitor delete slow
	check "the deleted one ends" wait_for 60 has_drained
	wait_for 60 has_read "$PORT"
	collector_stop
	as_forwarded
	check "all flows of the deleted monitor were exported" judge-nfdump "${JUDGE[@]}" "$NFCAPD"
	topology_down
}

# time_of_end [FLOWS]: how long a namespace with so many flows takes to end, in ms, in $TOOK
time_of_end() {
	local begin
	begin "namespace with $1 flows ended at a low rate"
	frontend_on nft
	flows --flows "$1" --packets "$1"
	collector_stop
	begin=$(now_ms)
	topology_down
	# Unloading needs the lock that the end of a namespace holds.
	check "the modules can be unloaded" wait_for 20 unload
	TOOK=$(($(now_ms) - begin))
}

# unsent: how often the kernel's log says that flows were not sent
unsent() { dmesg | grep -c 'netflow: .* ended with [0-9]* flows unsent' || true; }

# A namespace that ends exports what it can in a second, whatever the export rate; meanwhile no other can end.
slow_end() {
	local few before
	time_of_end 10
	few=$TOOK before=$(unsent)
	time_of_end $FLOWS
	check "what a second was too short for is given up, and the log says so" [ "$(unsent)" -gt "$before" ]
	# Their memory takes most of it, in the debug kernel.
	between "many flows take little longer than few, in ms" 0 "$TOOK" $((3 * few + 10000))
}

# A wave of flows that have all been idle expires without a pause. (It used to pause for a second at half the backlog.)
wave() {
	local left now sample last=0 since=0 longest=0
	begin "wave of idle flows"
	rtr netflowctl set export_rate 0
	frontend_on nft
	flows
	sample=$(took statistic cached_flows)
	rtr netflowctl set inactive_timeout 1
	until [ "$(statistic cached_flows)" -lt $FLOWS ]; do sleep 0.05; done
	while left=$(statistic cached_flows) && [ "$left" -gt 0 ]; do
		now=$(now_ms)
		if [ "$left" != "$last" ]; then
			last=$left since=$now
		elif ((now - since > longest)); then
			longest=$((now - since))
		fi
	done
	between "no pause, in ms" 0 $longest $((2 * sample + 600))
	equal "all flows were sent" $FLOWS "$(destination sent_flows)"
	check_conserved "wave of idle flows"
	collector_stop
	topology_down
}

# A process of a real-time priority takes all the time of a CPU that has flows.
busy_cpu() {
	local busy statistics flows settings
	begin "CPU without kworkers"
	rtr netflowctl set export_rate 0
	frontend_on nft
	sysctl -qw kernel.sched_rt_runtime_us=-1
	# Since 6.12 other tasks get some time in spite of it.
	[ ! -e $FAIR_SERVER/cpu1 ] || echo 0 >$FAIR_SERVER/cpu1/runtime
	background src taskset -c 1 flowgen --ipv4 --flows 100 --packets 100 --protocols udp \
		--destination-mac "$(mac rtr src)" rtr
	wait "$BACKGROUND"
	statistics=$(took rtr netflowctl stats)
	flows=$(took rtr netflowctl flows)
	settings=$(took rtr netflowctl set inactive_timeout 200)
	background src taskset -c 1 chrt --fifo 50 python3 -c 'while True: pass'
	busy=$BACKGROUND
	sleep 0.5
	soon "statistics" "$statistics" rtr netflowctl stats
	soon "once more" "$statistics" rtr cat /proc/net/stat/ipt_netflow
	soon "the list of flows" "$flows" rtr netflowctl flows
	soon "a flush" "$statistics" rtr netflowctl flush
	soon "settings" "$settings" rtr netflowctl set inactive_timeout 100
	# (One of them may be the packet that waits to be counted.)
	between "its flows are still there" 99 "$(statistic cached_flows)" 100
	stop "$busy" KILL
	check "its flows are flushed afterwards" wait_for 30 is_emptied
	check_conserved "CPU without kworkers"
	sysctl -qw kernel.sched_rt_runtime_us=950000
	[ ! -e $FAIR_SERVER/cpu1 ] || echo 50000000 >$FAIR_SERVER/cpu1/runtime
	collector_stop
	topology_down
}

slow_flush
slow_delete
wave
if (($(nproc) > 1)); then
	busy_cpu
else
	skip "a CPU without kworkers" "this kernel has one processor"
fi
slow_end
