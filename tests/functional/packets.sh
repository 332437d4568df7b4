#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Packets as they should not be, and as they seldom are: noise behind an Ethernet type of IP, headers cut short, fragments
# that were put together again, data outside of an skb's linear part.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

GARBAGE=50000
in_vm && GARBAGE=5000

# At the netdev hook nothing has been checked yet; at the others what the IP stack lets through arrives.
garbage() {
	local description=$1
	shift
	flowgen_src --garbage --flows 2000 --packets "$GARBAGE" --seed 5 --protocols tcp,udp,icmp,sctp,gre,dccp \
		--fragments 10 --extensions 50 "$@" >"$OUT"
	local all
	all=$(statistics)
	equal "$description: each packet is metered or counted as ignored" \
		"$(($(rule_counter netdev t c | cut -d ' ' -f 1) + $(yardstick | cut -d ' ' -f 1)))" \
		"$(jq '.metered_packets + .ignored_not_ip + .ignored_truncated + .ignored_repeated' <<<"$all")"
	check_conserved "$description"
}

test_begin "garbage"
topology_up
collector_start
need_module
exporting 10
rtr nft "add table netdev t; add chain netdev t c { type filter hook ingress device src priority 0; }"
rtr nftrule add netdev t c counter netflow
yardstick_on
frontend_on nft
garbage "IP"
between "some have no whole header" $((GARBAGE / 50)) "$(statistic ignored_truncated)" $((GARBAGE / 2))
garbage "IP with a tag" --vlan 5
garbage "IP with two tags" --vlan 5 --outer-vlan 6
check "the flows can be listed" rtr netflowctl flows --json
rtr netflowctl flush
collector_stop
check_conserved "flushed"
check "their records are right messages" judge-capture --no-tshark --protocol 10 "$PCAP"
equal "all of their packets were exported" "$(statistic metered_packets)" \
	"$(judge-capture --no-tshark "$PCAP" | sed -n 's/.*flows, \([0-9]*\) packets.*/\1/p')"
topology_down

test_begin "fragments put together again"
topology_up
need_module
exporting 10
# Connection tracking makes the kernel assemble the fragments before the rule sees them.
rtr nft 'add table inet assemble; add chain inet assemble c { type filter hook forward priority 100; }; add rule inet assemble c ct state new counter'
yardstick_on
frontend_on nft
flowgen_src --flows 200 --packets 1000 --fragments 100 --size 200-1300 --protocols tcp,udp >"$OUT"
equal "metered is what nft counted" "$(yardstick)" "$(metered)"
equal "one packet for each that was cut" 1000 "$(metered | cut -d ' ' -f 1)"
equal "the ports and flags are found behind the linear part" 200 "$(rtr netflowctl flows --json | jq length)"
check_conserved "fragments"
topology_down

test_begin "in a tunnel"
topology_up
need_module
exporting 10
rtr ip link add tunnel type ipip local 10.0.2.1 remote 10.0.2.2 2>"$OUT" || tunnel=none
if [ "${tunnel:-}" = none ]; then
	skip "packets into a tunnel" "this kernel has no ipip"
else
	rtr ip link set tunnel up
	rtr ip route replace 10.2.0.0/16 dev tunnel
	yardstick_on
	frontend_on nft
	flowgen_src --ipv4 --flows 200 --packets 1000 >"$OUT"
	equal "packets into a tunnel are metered as they are before it" "$(sent)" "$(metered)"
	check_conserved "tunnel"
fi
topology_down

test_begin "local traffic"
topology_up
need_module
exporting 10
rtr netflowctl enable --hook input,output --destination "$COLLECTOR4:$PORT"
for address in 10.0.1.1 fd00:a::1; do
	src ping -qc 20 -i 0.01 -s 1000 $address >"$OUT"
done
# The exporter's own messages leave by OUTPUT too: look at ICMP alone.
equal "pings are counted in and out" "4 80 83040" "$(rtr netflowctl flows --json | jq -r '[.[] | select(.protocol == 1 or .protocol == 58)
	| select(.packets == 20)] | "\(length) \(map(.packets) | add) \(map(.bytes) | add)"')"
check_conserved "local"
