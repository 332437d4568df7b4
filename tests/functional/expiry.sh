#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# When and why flows leave the cache, the times in their records, and how often templates and options are sent.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

begin() {
	test_begin "$1"
	topology_up
	collector_start
	need_module
	exporting "$2"
	frontend_on nft
}

finish() {
	collector_stop
}

reasons() { messages '[.[].records[]["136"]] | unique | join(" ")'; }
records() { messages '[.[].records[]] | length'; }
active_expired() { [ "$(statistic expired_active)" -ge "$1" ]; }
exported_flows_are() { [ "$(statistic exported_flows)" = "$1" ]; }

inactive() {
	begin "inactive timeout" 10
	rtr netflowctl set inactive_timeout 2
	flowgen_src --flows 20 --packets 200 --protocols udp >"$OUT"
	local sent_ms
	sent_ms=$(now_ms)
	sleep 1
	equal "no flow leaves before its time" 20 "$(statistic cached_flows)"
	check "all have left some time after it" wait_for 8 exported_flows_are 20
	between "that was in time (ms)" 1800 $(($(now_ms) - sent_ms)) 6000
	equal "counted by reason" 20 "$(statistic expired_inactive)"
	finish
	equal "flowEndReason: idle timeout" 1 "$(reasons)"
	check "the records are right" judge-capture --expect "$EXPECT" --ttl-delta -1 "$PCAP"
	topology_down
}

# The timeout ends before the flow does, so that its last record is one of the flush.
active() {
	local sender
	begin "active timeout" 10
	rtr netflowctl set active_timeout 2 inactive_timeout 30
	flowgen_src --ipv4 --flows 1 --packets 240 --pps 20 --protocols udp >"$WORK/sender" &
	sender=$!
	check "a flow of twelve seconds has several records" wait_for 10 active_expired 2
	rtr netflowctl set active_timeout 3600
	wait $sender
	rtr netflowctl flush
	finish
	between "all are there" 3 "$(records)" 5
	equal "those that are counted by reason" $(($(records) - 1)) "$(statistic expired_active)"
	equal "flowEndReason: active timeout, the last one forced" "2 4" "$(reasons)"
	check "together they have all packets" judge-capture --several-records --expect "$EXPECT" --ttl-delta -1 "$PCAP"
	# shellcheck disable=SC2016 # jq's own variable
	equal "no two records overlap in time" true "$(messages '[.[].records[]] | sort_by(.start_ms) |
		[range(1; length) as $i | .[$i].start_ms >= .[$i - 1].end_ms] | all')"
	equal "none lasts much longer than the timeout" true "$(messages '[.[].records[] | select(.["136"] == 2) |
		.end_ms - .start_ms <= 3500] | all')"
	topology_down
}

tcp_end() {
	begin "end of TCP flows" 10
	flowgen_src --flows 50 --packets 1000 --protocols tcp --tcp-end >"$OUT"
	check "flows that ended leave early" wait_for 10 exported_flows_are 50
	equal "counted by reason" 50 "$(statistic expired_end)"
	finish
	equal "flowEndReason: end of flow detected" 3 "$(reasons)"
	check "the records are right" judge-capture --expect "$EXPECT" --ttl-delta -1 "$PCAP"
	topology_down
}

# times PROTOCOL TOLERANCE: by so many ms the times may differ from those of the sender
times() {
	begin "times by protocol $1" "$1"
	local first last
	first=$(now_ms)
	flowgen_src --ipv4 --flows 10 --packets 400 --pps 200 --in-order --protocols udp >"$OUT"
	last=$(now_ms)
	sleep 1
	rtr netflowctl flush
	finish
	equal "flowEndReason is known" "$([ "$1" != 10 ] || echo 4)" "$([ "$1" != 10 ] || reasons)"
	equal "no record begins before the first packet or ends after the last one" 10 "$(messages "[.[].records[] |
		select(.start_ms >= $first - $2 and .end_ms <= $last + $2 and .start_ms <= .end_ms)] | length")"
	between "first packet (ms after the start)" $((- $2)) \
		$(($(messages '[.[].records[].start_ms] | min') - first)) $((3000 + $2))
	between "last packet (ms before the end)" $((- $2)) \
		$((last - $(messages '[.[].records[].end_ms] | max'))) $((3000 + $2))
	between "each flow took its tenth of the time (ms)" 100 \
		"$(messages '[.[].records[] | .end_ms - .start_ms] | add / length | floor')" 400
	topology_down
}

# rounds NUMBER: so many messages with one flow each
rounds() {
	local i
	for ((i = 0; i < $1; i++)); do
		flowgen_src --ipv4 --flows 1 --packets 1 --protocols udp >"$OUT"
		rtr netflowctl flush
	done
}

templates() {
	local protocol=$1
	begin "templates by protocol $protocol" "$protocol"
	rtr netflowctl set template_refresh_packet 5 template_refresh_timeout 3600
	rounds 16
	finish
	equal "the first message has templates" true "$(messages '.[0].templates > 0')"
	equal "so has every fifth message" "0 5 10 15" \
		"$(messages '[to_entries[] | select(.value.templates > 0) | .key] | join(" ")')"
	equal "options data comes with them" true "$(messages '[.[] | select(.templates > 0) | .options | length > 0] | all')"
	equal "it tells that each packet is metered" "1 1" "$(messages '[.[].options[] | select(.["34"]) | "\(.["34"]) \(.["35"])"] | unique | join(",")')"
	topology_down
	begin "templates by time, protocol $protocol" "$protocol"
	rtr netflowctl set template_refresh_packet 100000 template_refresh_timeout 10
	rounds 2
	sleep 10.5
	rounds 2
	finish
	equal "templates again after ten seconds" 2 "$(messages '[.[] | select(.templates > 0)] | length')"
	topology_down
}

# longest: octets of the longest datagram
longest() { tshark -r "$PCAP" -Y 'udp.dstport == 2055' -T fields -e udp.length 2>"$OUT" | sort -n | tail -n 1; }

size() {
	begin "size of messages" 10
	flowgen_src --flows 2000 --packets 2000 >"$OUT"
	rtr netflowctl flush
	finish
	between "they fill the path's MTU" 1400 "$(longest)" 1480
	topology_down
	begin "size of messages on a path that takes 60,000 octets" 10
	rtr ip link set col mtu 60000
	col ip link set rtr mtu 60000
	flowgen_src --flows 2000 --packets 2000 >"$OUT"
	rtr netflowctl flush
	finish
	between "no longer than collectors expect them" 1400 "$(longest)" 1480
	topology_down
	begin "size of messages that is set for such a path" 10
	rtr ip link set col mtu 60000
	col ip link set rtr mtu 60000
	rtr netflowctl set max_packet_size 16000
	flowgen_src --flows 2000 --packets 2000 >"$OUT"
	rtr netflowctl flush
	finish
	between "they are as long as that" 15000 "$(longest)" 16008
	topology_down
	begin "size of messages that is set" 10
	rtr netflowctl set max_packet_size 600
	flowgen_src --flows 200 --packets 200 >"$OUT"
	rtr netflowctl flush
	finish
	check "the records are right" judge-capture --expect "$EXPECT" --ttl-delta -1 "$PCAP"
	equal "no datagram is longer than the setting" 0 "$(tshark -r "$PCAP" -Y 'udp.dstport == 2055 && udp.length > 608' 2>"$OUT" | wc -l)"
	topology_down
}

unix_ms() { date +%s%3N; }
# boot_ms: when the uptime was 0, by the clock as it is set now
boot_ms() { awk -v now="$(unix_ms)" '{ printf "%d\n", now - $1 * 1000 }' /proc/uptime; }

# The clock is set while the monitor is there, as on a machine without a clock of its own.
clock() {
	local boot first last
	begin "a clock that is set, protocol $1" "$1"
	rtr netflowctl set template_refresh_packet 1
	rounds 1
	date -s "@$(($(date +%s) + 100000))" >"$OUT"
	boot=$(boot_ms) first=$(unix_ms)
	rounds 1
	last=$(unix_ms)
	date -s "@$(($(date +%s) - 100000))" >"$OUT"
	finish
	between "systemInitTimeMilliseconds is the boot, by the new clock" -1000 \
		$(($(messages '[.[].options[]["160"] // empty] | last') - boot)) 1000
	equal "and flows have its times" true "$(messages "[.[].records[]] | last | .start_ms >= $first - 60 and .end_ms <= $last + 60")"
	topology_down
}

inactive
active
tcp_end
times 10 60
times 9 60
times 5 60
templates 9
templates 10
clock 9
clock 10
size
