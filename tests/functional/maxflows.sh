#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A flood of new flows against a small cache: it keeps its size, the oldest flows are evicted and exported, a flow with
# traffic stays, and nothing else on the machine waits.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

MAXFLOWS=2000
FLOOD=100000
in_debug_kernel && FLOOD=30000

# longest_gap FILE: a process that wants to run 100 times a second notes the longest time that it did not, in ms
longest_gap() {
	background src python3 -c '
import os, sys, time
longest, last = 0, time.monotonic()
while True:
    time.sleep(0.01)
    now = time.monotonic()
    longest, last = max(longest, now - last), now
    with open(sys.argv[1] + ".new", "w") as file:
        file.write(str(int(longest * 1000)))
    os.replace(sys.argv[1] + ".new", sys.argv[1])' "$1"
}

largest() { (($1 > $2)) && printf '%s\n' "$1" || printf '%s\n' "$2"; }

topology_up
collector_start
need_module
exporting 10 maxflows $MAXFLOWS queue_size 65535
frontend_on nft

test_begin "flood"
longest_gap "$WORK/gap"
gap_pid=$BACKGROUND
# A flow that goes on all the time; its key differs by the type of service.
background src flowgen --ipv4 --flows 1 --packets 1000000 --pps 500 --protocols udp --tos 252 --size 10 \
	--destination-mac "$(mac rtr src)" --expect "$WORK/survivor.csv" rtr
survivor=$BACKGROUND
background src flowgen --flows $FLOOD --packets $((2 * FLOOD)) --tos 4 --protocols udp,tcp --size 10 \
	--destination-mac "$(mac rtr src)" --expect "$EXPECT" rtr
flood=$BACKGROUND
cached=0 memory=0
while kill -0 "$flood" 2>/dev/null; do
	all=$(statistics)
	cached=$(largest "$cached" "$(jq .peak_flows <<<"$all")")
	memory=$(largest "$memory" "$(jq .memory <<<"$all")")
	sleep 0.2
done
wait "$flood"
stop "$survivor"
stop "$gap_pid"
say "        at most $cached flows and $memory bytes; longest gap $(cat "$WORK/gap") ms"

# Each CPU has its share of the limit, also while the others hold more than theirs.
between "the cache is full and keeps its limit" $((MAXFLOWS / 4)) "$cached" $((MAXFLOWS * 3 / 2))
between "its memory is bounded" 1 "$memory" $((MAXFLOWS * 2048 + (1 << 21)))
between "other processes went on" 1 "$(cat "$WORK/gap")" 10000
check_conserved "after the flood"
rtr netflowctl flush
collector_stop
check_conserved "after the flush"
check_destinations "after the flush"

test_begin "what was exported"
evicted=$(statistic expired_resources)
between "most flows were evicted" $((FLOOD / 2)) "$evicted" $((3 * FLOOD))
reasons=$(messages '[.[].records[]["136"]] | group_by(.) | map("\(.[0]):\(length)") | join(" ")')
say "        flowEndReason:number  $reasons"
# What several CPUs evicted of one flow is one record.
between "their records say so: lack of resources" \
	$((evicted - $(statistic merged_flows) - $(statistic lost_backlog_flows) - $(destination lost_flows))) \
	"$(tr ' ' '\n' <<<"$reasons" | sed -n 's/^5://p')" "$evicted"
{ cat "$EXPECT"; tail -n +2 "$WORK/survivor.csv"; } >"$WORK/expect.all"
if [ "$(statistic lost_backlog_packets)" = 0 ] && [ "$(destination lost_flows)" = 0 ]; then
	check "the collector has every packet of every flow" judge-nfdump --several-records \
		--expect "$WORK/expect.all" --ttl-delta -1 "$NFCAPD"
else
	skip "the collector has every packet of every flow" \
		"the machine was too slow to export them all; the loss is counted ($(statistic lost_backlog_packets) packets)"
fi
equal "the flow with traffic stayed: one record" 1 "$(messages '[.[].records[] | select(.["5"] == 252)] | length')"

test_begin "memory"
FLOWS=6000
settled() { (("$(statistic memory)" <= FLOWS * 96 + (1 << 18))); }
large() { (("$(statistic memory)" >= FLOWS * 192)); }
rtr netflowctl flush
rtr netflowctl set maxflows 0
src flowgen --ipv4 --flows $FLOWS --packets $FLOWS --protocols udp --size 10 --destination-mac "$(mac rtr src)" rtr
rtr netflowctl set hashsize $((1000 * 15 * $(nproc)))
check "the tables become as large as hashsize says" wait_for 10 large
# They are not so empty that they would be made smaller at once.
rtr netflowctl set hashsize 0
check "as the flows stay as many, no more memory is used than they need" wait_for 60 settled
equal "no flow was lost meanwhile" $FLOWS "$(statistic cached_flows)"
check_conserved "in smaller tables"
