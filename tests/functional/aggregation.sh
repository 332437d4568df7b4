#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Aggregation: flows that the rules make alike are one, by every protocol; nothing but keys changes.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# One that never matches, one that is overtaken by an earlier one, a range, a single port, every bit and none.
RULES=192.0.2.0/24=8,10.1.0.0/16=22,10.0.0.0/8=0,fd00:1::/64=112,fd00:2::/64=0,80=8080,1024-40000=1024,1024=7

aggregated() {
	test_begin "aggregation by protocol $1"
	topology_up
	collector_start
	need_module
	exporting "$1" aggregation "$RULES"
	yardstick_on
	frontend_on nft
	flowgen_src --flows 1000 --packets 5000 --protocols tcp,udp,icmp,sctp,gre --fragments 3 >"$OUT"
	equal "every packet is counted" "$(yardstick)" "$(metered)"
	flows=$(wc -l <"$EXPECT")
	aggregate-expected "$RULES" <"$EXPECT" >"$WORK/aggregated.csv"
	mv "$WORK/aggregated.csv" "$EXPECT"
	rtr netflowctl flush
	collector_stop
	as_forwarded
	check_collected "aggregation by protocol $1" "$1"
	between "there are fewer flows" 1 "$(statistic exported_flows)" $((flows * 9 / 10))
	check_conserved "aggregation by protocol $1"
}

aggregated 10
test_begin "without rules again"
rtr netflowctl set aggregation ''
flowgen_src --flows 300 --seed 2 --ipv4 >"$OUT"
equal "every flow is its own" 300 "$(rtr netflowctl flows --json | jq length)"
topology_down
aggregated 5
topology_down

# A next hop on the link would tell which of the destinations the first packet had.
test_begin "destinations on a link"
topology_up
collector_start
need_module
exporting 10 aggregation 10.2.0.0/16=24,fd00:2::/64=64
frontend_on nft
network_of dst
for ((i = 1; i <= 10; i++)); do
	printf 'neigh replace 10.2.0.%d lladdr %s dev dst\nneigh replace fd00:2::%x lladdr %s dev dst\n' \
		$i "$HOST_MAC" $i "$HOST_MAC"
done | rtr ip -batch -
printf 'route replace %s dev dst\n' 10.2.0.0/16 fd00:2::/64 | rtr ip -batch -
flowgen_src --flows 40 >"$OUT"
aggregate-expected 10.2.0.0/16=24,fd00:2::/64=64 <"$EXPECT" >"$WORK/aggregated.csv"
mv "$WORK/aggregated.csv" "$EXPECT"
rtr netflowctl flush
collector_stop
as_forwarded
check_collected "destinations on a link: the next hop is the aggregated destination" 10 \
	--next-hop4 10.2.0.0 --next-hop6 fd00:2::
topology_down

test_begin "rules that change under traffic"
topology_up
need_module
exporting 10
yardstick_on
frontend_on nft
background src flowgen --destination-mac "$(mac rtr src)" --flows 500 --packets 4000000 --pps 20000 rtr
sender=$BACKGROUND
for ((i = 0; i < 40; i++)); do
	rtr netflowctl set aggregation "10.0.0.0/8=$((i % 33)),1-$((i + 1))=1"
	rtr netflowctl set aggregation ''
done
check "the traffic went on" kill -0 "$sender"
stop "$sender"
equal "no packet is missing" "$(yardstick)" "$(metered)"
check_conserved "rules that change"
