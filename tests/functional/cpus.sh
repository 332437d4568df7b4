#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Flows whose packets run on several CPUs at the same time, forwarded and sent by processes: one record for each flow, and
# no packet lost or counted twice.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

CPUS=$(nproc)

# expect_all FILE…: what several senders sent together
expect_all() {
	head -n 1 "$1"
	tail -qn +2 "$@"
}

begin() {
	test_begin "$1"
	topology_up
	collector_start
	need_module
	exporting 10
}

finish() {
	rtr netflowctl flush
	check_conserved "$1"
	collector_stop
	check_destinations "$1"
}

forwarded() {
	local cpu pids=()
	begin "forwarded by $CPUS CPUs"
	frontend_on nft
	yardstick_on
	for ((cpu = 0; cpu < CPUS; cpu++)); do
		# The same seed makes the same flows.
		background src taskset -c $cpu flowgen --flows 5000 --packets 20000 --seed 11 --protocols tcp,udp \
			--destination-mac "$(mac rtr src)" --expect "$WORK/expect.$cpu" rtr
		pids+=("$BACKGROUND")
	done
	wait "${pids[@]}"
	equal "no packet is counted twice or missed" "$(yardstick)" "$(metered)"
	equal "all packets were forwarded" $((CPUS * 20000)) "$(metered | cut -d ' ' -f 1)"
	between "flows were on several CPUs" 5001 "$(statistic cached_flows)" $((5000 * CPUS))
	finish "forwarded"
	expect_all "$WORK"/expect.[0-9]* >"$EXPECT"
	as_forwarded
	check "one record for each flow" judge-nfdump "${JUDGE[@]}" "$NFCAPD"
	between "the parts were made one" 1 "$(statistic merged_flows)" $((5000 * CPUS))
	topology_down
}

# Processes on every CPU send by one socket each, all bound to the same port: one flow.
local_output() {
	local cpu pids=()
	begin "sent by processes on $CPUS CPUs"
	rtr netflowctl enable --hook output
	rtr nft -f - <<-'RULES'
		table inet count {
			chain output {
				type filter hook output priority -10
				udp dport 7777 counter
			}
		}
	RULES
	for ((cpu = 0; cpu < CPUS; cpu++)); do
		background rtr taskset -c $cpu python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
s.bind(("10.0.2.1", 6666))
for i in range(5000):
    s.sendto(bytes(100), ("10.0.2.2", 7777))'
		pids+=("$BACKGROUND")
	done
	wait "${pids[@]}"
	finish "sent by processes"
	equal "one record with all packets" "1 $((CPUS * 5000)) $((CPUS * 5000 * 128))" "$(messages '[.[].records[] |
		select(.["11"] == 7777)] | "\(length) \(map(.["2"]) | add) \(map(.["1"]) | add)"')"
	topology_down
}

# While packets arrive, everything else goes on: settings change, flows are listed and flushed, rules come and go.
disturbed() {
	local pid i
	begin "disturbed"
	rtr netflowctl set inactive_timeout 1 active_timeout 1
	frontend_on nft
	background src flowgen --flows 3000 --packets 4000000 --pps 20000 --protocols tcp,udp \
		--destination-mac "$(mac rtr src)" rtr
	pid=$BACKGROUND
	for i in 1 2 3 4 5; do
		rtr netflowctl flows --json >"$OUT"
		rtr netflowctl set hashsize $((1000 * i)) maxflows $((500 * i)) observation_domain "$i"
		rtr netflowctl flush
		rtr netflowctl set destination "10.0.3.2:$PORT,10.0.3.2:$((3000 + i))/v9"
		rtr netflowctl enable --backend hooks --hook forward
		rtr netflowctl show >"$OUT"
		rtr netflowctl enable --hook forward
		rtr netflowctl set protocol $((i % 2 ? 9 : 10))
		rtr cat /proc/net/stat/ipt_netflow >"$OUT"
	done
	stop "$pid"
	ok "settings, rules, lists and flushes went on under traffic"
	rtr netflowctl disable
	check_conserved "after all of it"
	equal "the cache is empty" 0 "$(statistic cached_packets)"
	topology_down
}

if [ "$CPUS" = 1 ]; then
	skip "several CPUs" "this machine has only one"
else
	forwarded
	local_output
fi
disturbed
