#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The collector's troubles: its port closed, its link down, no route to it, another address, a full queue. Export goes on
# within seconds once it can, and every flow is sent, waits, or is counted as lost.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

seed=0
# flows: 100 new flows into the cache, and out of it; their file is added to the expected ones
flows() {
	seed=$((seed + 1))
	# Other addresses each time, so that all of them can be compared together
	EXPECT=$WORK/expect.$seed flowgen_src --flows 100 --packets 1000 --seed $seed --source4 "10.1.0.0" \
		--tos $((seed * 4)) --protocols udp,tcp >"$OUT"
	rtr netflowctl flush
}

# expected FIRST LAST: of these rounds together
expected() {
	local i
	head -n 1 "$WORK/expect.$1"
	for ((i = $1; i <= $2; i++)); do
		tail -n +2 "$WORK/expect.$i"
	done
}

# law WHEN: conservation, in the monitor and at the destination
law() {
	check_conserved "$1"
	check_destinations "$1"
}

sent_flows_are() { [ "$(destination sent_flows)" = "$1" ]; }
queue_is_empty() { [ "$(destination queued)" = 0 ]; }

# collected DESCRIPTION FIRST LAST: nfcapd has exactly these rounds
collected() {
	wait_for 20 has_read "$PORT"
	nfcapd_stop
	expected "$2" "$3" >"$WORK/expect.now"
	check "$1" judge-nfdump --expect "$WORK/expect.now" --ttl-delta -1 "$NFCAPD"
}

topology_up
need_module
nfcapd_start
exporting 10 template_refresh_timeout 1
frontend_on nft

test_begin "the collector is there"
flows
law "collector there"
collected "its flows arrive" 1 1

test_begin "its port is closed"
rtr netflowctl set template_refresh_timeout 600
flows
sleep 0.5
flows
law "port closed"
check "the refusal is noticed" wait_for 10 test "$(destination refused)" -gt 0
# Hosts limit how often they refuse. What is lost without a refusal may have carried the templates.
col nft add table ip silent
col nft 'add chain ip silent out { type filter hook output priority 0; }'
col nft add rule ip silent out icmp type destination-unreachable drop
flows
flows
nfcapd_start
flows
flows
check "after its return everything is sent" wait_for 10 queue_is_empty
law "port open again"
collected "its flows arrive again, from the first on" 6 7
col nft delete table ip silent
rtr netflowctl set template_refresh_timeout 1

test_begin "its link goes down"
nfcapd_start
flows
check "before that everything is sent" wait_for 10 queue_is_empty
rtr ip link set col down
flows
flows
law "link down"
equal "what cannot be sent waits" 0 "$(destination lost_flows)"
check "all of it" test "$(destination queued_flows)" -ge 150
rtr ip link set col up
rtr ip address replace fd00:c::1/64 dev col nodad
neighbours col
check "it is sent within seconds when the link is back" wait_for 15 queue_is_empty
law "link up"
sleep 1.5
flows
check "and so is what follows" wait_for 10 queue_is_empty
equal "nothing is lost" 0 "$(destination lost_flows)"
collected "all flows of this time arrive" 8 11

test_begin "no route to it"
nfcapd_start
destination_is "192.0.2.1:$PORT"
rtr ip route add unreachable 192.0.2.1
flows
law "no route"
check "the errors are counted" test "$(destination errors)" -gt 0
check "and told" test -n "$(destination last_error)"
# The collector is ready before the route is.
col ip address add 192.0.2.1/32 dev lo
rtr ip route del unreachable 192.0.2.1
rtr ip route add 192.0.2.1 via 10.0.3.2
check "it is sent within seconds when there is a route" wait_for 15 queue_is_empty
law "route there"
collected "all flows of this time arrive" 12 12

test_begin "it moves to another address"
col ip address add fd00:c::7/64 dev rtr nodad
rtr ip neigh replace fd00:c::7 lladdr "$(mac col rtr)" dev col
# shellcheck disable=SC2034 # nfcapd_start reads it
NFCAPD_OPTIONS=(-6)
nfcapd_start
destination_is "[fd00:c::7]:$PORT"
flows
check "the new address gets the flows at once" wait_for 10 queue_is_empty
sleep 0.3
collected "with the templates that it needs" 13 13
law "moved"

test_begin "a queue that is full"
rtr netflowctl set queue_size 4
destination_is "$COLLECTOR4:$PORT"
rtr ip link set col down
flowgen_src --flows 2000 --packets 4000 --seed 99 --tos 252 >"$OUT"
rtr netflowctl flush
law "queue full"
check "the oldest messages are lost and counted" test "$(destination lost_queue)" -gt 500
check "the queue keeps its size" test "$(destination queued)" -le 4
rtr ip link set col up
rtr netflowctl set queue_size 1024
check "the queue is sent when the link is back" wait_for 15 queue_is_empty
law "queue sent"

test_begin "several collectors"
rtr ip address replace fd00:c::1/64 dev col nodad
neighbours col
nfcapd_start
rtr netflowctl set destination "$COLLECTOR4:$PORT/v9, $COLLECTOR4:2056/ipfix, 10.0.3.9:2057/v5"
flows
wait_for 10 queue_is_empty || true
check_conserved "three destinations"
equal "each has its protocol" "[9,10,5]" "$(rtr netflowctl show --json | jq -c '[.monitors[0].destinations[].protocol]')"
equal "each got the same packets, or counted them as lost" 1 "$(rtr netflowctl show --json |
	jq '[.monitors[0].destinations[] | .sent_flow_packets + .queued_flow_packets + .lost_flow_packets] | unique | length')"
collected "the first has all" $seed $seed

test_begin "no faster than export_rate"
nfcapd_start
destination_is "$COLLECTOR4:$PORT"
# The queue has room for a hundredth of it: the exporter waits, and loses nothing.
rtr netflowctl set export_rate 10 queue_size 4
seed=$((seed + 1))
EXPECT=$WORK/expect.$seed flowgen_src --flows 10000 --packets 10000 --source4 10.1.0.0 --protocols udp >"$OUT"
octets=$(destination sent_bytes)
begin=$(now_ms)
rtr netflowctl flush
wait_for 60 queue_is_empty
took=$(($(now_ms) - begin))
octets=$(($(destination sent_bytes) - octets))
between "there is enough to send" 400000 $octets 1000000
# A burst of 48 KiB, and a message, don't count.
between "$octets octets take their time, in ms" $(((octets - 49152 - 1500) * 8 / 10000)) $took 60000
collected "all of them arrive" $seed $seed
law "export_rate"
rtr netflowctl set export_rate 1000

test_begin "no collector"
rtr netflowctl set destination ""
flows
check_conserved "no destination"
check "what has no destination is counted as lost" test "$(statistic lost_no_destination_packets)" -ge 1000

test_begin "the kernel's log"
rtr netflowctl set destination "$(printf '198.51.100.1:%d,' {1001..1016} | sed 's/,$//')"
flows
rtr netflowctl set destination ""
between "of sixteen sessions that end with unsent flows it has ten at most" 1 \
	"$(dmesg | grep -c 'destination 198.51.100.1:10.*session ended with')" 10

# domain MONITOR: of its Messages, as netflowctl shows it
domain() { rtr netflowctl show --json | jq ".monitors[] | select(.name == \"$1\").destinations[0].observation_domain"; }

test_begin "several monitors, one collector"
collector_start
rtr netflowctl set destination "$COLLECTOR4:$PORT"
for monitor in lan wan; do
	rtr netflowctl monitor add $monitor --destination "$COLLECTOR4:$PORT"
	rtr netflowctl set --monitor $monitor hooks forward
done
flows
rtr netflowctl flush --all
collector_stop
equal "the first one's domain is 0" 0 "$(domain default)"
domains=$(for monitor in default lan wan; do domain $monitor; done | sort -n | paste -sd ' ')
equal "each has one of its own" "$domains" "$(messages '[.[].domain] | unique | join(" ")')"
equal "that are three" 3 "$(tr ' ' '\n' <<<"$domains" | sort -u | wc -l)"
check "people see it, too" eval "rtr netflowctl show wan | matches 'Observation Domain $(domain wan)'"
rtr netflowctl set --monitor wan observation_domain 7
equal "one that is set is taken" 7 "$(domain wan)"
before=$(domain lan)
rtr netflowctl set --monitor lan hooks ""
rtr netflowctl monitor delete lan
rtr netflowctl monitor add lan --destination "$COLLECTOR4:$PORT"
equal "a monitor of that name has the same again" "$before" "$(domain lan)"
