#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Many packets of known flows through the router: the collectors must get exactly these flows, by every protocol
# version, and the packets and bytes must be those of nftables' own counter beside the rule.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FLOWS=5000 PACKETS=50000
MIX=tcp,udp,icmp,sctp,udplite,dccp,gre,50

# send SEED: forwarded and metered
send() {
	flowgen_src --seed "$1" --flows $FLOWS --packets $PACKETS --protocols $MIX --fragments 3 --extensions 10 >"$OUT"
}

check_counters() {
	local packets
	packets=$(sent)
	equal "$1: nft counted what was sent" "$packets" "$(yardstick)"
	equal "$1: so did the counter beside the rule" "$packets" "$(rule_counter inet netflow forward)"
	equal "$1: and the monitor" "$packets" "$(metered)"
	between "$1: as many as wanted" $PACKETS "${packets% *}" $((2 * PACKETS))
}

# flows_of VERSION: how many distinct keys were sent
flows_of() { awk -F, -v v="$1" 'NR > 1 && $1 == v { k[$2,$3,$4,$5,$6,$7] } END { print length(k) }' "$EXPECT"; }

replay() {
	local name=$1 protocol=$2
	test_begin "replay by $name"
	topology_up
	collector_start
	need_module
	exporting "$protocol"
	yardstick_on
	frontend_on nft
	send "$protocol"
	check_counters "$name"
	check_conserved "$name, all cached"
	equal "$name: one cached flow for each key" $(($(flows_of 4) + $(flows_of 6))) \
		"$(rtr netflowctl flows --json | jq length)"
	rtr netflowctl flush
	check_conserved "$name, all exported"
	equal "$name: the cache is empty" 0 "$(statistic cached_packets)"
	collector_stop
	check_destinations "$name"
	as_forwarded
	check_collected "$name" "$protocol"
	if [ "$protocol" = 5 ]; then
		equal "$name: IPv6 flows are counted as lost" "$(flows_of 6)" "$(destination lost_encode)"
	else
		equal "$name: no flow is lost" 0 "$(destination lost_flows)"
	fi
	topology_down
}

# In IPFIX they have two octets, of which pmacct before 1.7.8 reads the first.
nfacctd_reads_tcp_flags() {
	local version
	version=$(nfacctd -V | sed -nE '1s/.* ([0-9.]+).*/\1/p')
	[ "$1" = 9 ] || [ "$(printf '%s\n' 1.7.8 "$version" | sort -V | sed -n 1p)" = 1.7.8 ]
}

by_nfacctd() {
	local name=$1 flags=()
	test_begin "nfacctd gets $name"
	topology_up
	nfacctd_start
	need_module
	exporting "$2"
	frontend_on nft
	send "$2"
	rtr netflowctl flush
	nfacctd_stop
	as_forwarded
	if ! nfacctd_reads_tcp_flags "$2"; then
		skip "nfacctd's TCP flags by $name" "this version reads one octet of two"
		flags=(--no-tcp-flags)
	fi
	check "nfacctd has exactly these flows by $name" judge-nfacctd "${flags[@]}" "${JUDGE[@]}" "$NFACCTD"
	topology_down
}

replay "NetFlow v5" 5
replay "NetFlow v9" 9
replay IPFIX 10
by_nfacctd IPFIX 10
in_vm || by_nfacctd "NetFlow v9" 9
