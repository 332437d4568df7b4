#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# VRFs: what passes a hook once as an interface's packet and once as its VRF's is counted once, on the interface. A monitor at
# each hook sees packets that are forwarded, that are for the router, that are sent by it, and that stay in it; with a queue on
# the VRF and without; with routes from one VRF to another.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

HOOKS="prerouting input forward output postrouting"
COUNT=3 SIZE=500

# rules: a monitor named after each hook
rules() {
	local hook
	for hook in $HOOKS; do
		printf 'chain %s { type filter hook %s priority 300; }\n' "$hook" "$hook"
	done | { echo 'table inet t {'; cat; echo '}'; } | rtr nft -f -
	for hook in $HOOKS; do
		rtr nftrule add inet t "$hook" counter "netflow:$hook"
	done
}

# COMMANDS for ip(8) in rtr: a VRF with its own table, and what belongs to it. A device that changes its VRF loses its
# IPv6 addresses, routes and neighbours.
vrf_commands() {
	local vrf=$1 table=$2 device
	printf 'link add %s type vrf table %d\nlink set %s up\n' "$vrf" "$table" "$vrf"
	shift 2
	for device; do
		network_of "$device"
		printf 'link set %s master %s\n' "$device" "$vrf"
		printf 'address replace %s/64 dev %s nodad\n' "$NET6::1" "$device"
		router_neighbours "$device"
	done
}

# vrf_up: with what the commands for ip(8) say, which it reads
vrf_up() {
	topology_up
	rtr ip -batch -
	NAMES=$(rtr ip -json link | jq 'map({ "\(.ifindex)": .ifname }) | add + { "0": "-" }')
	need_module
	rules
}

# seen HOOK TYPE…: packets, octets and interfaces of the flows of these types of ICMP, by addresses
# shellcheck disable=SC2016 # jq's own variables
seen() {
	local hook=$1
	shift
	rtr netflowctl --monitor "$hook" flows --json | jq -r --argjson names "$NAMES" '
		def names($of): map($names["\(.[$of])"]) | unique | join("+");
		map(select("\(.protocol).\(.destination_port / 256 | floor)" | IN($ARGS.positional[]))) |
		group_by([.source_address, .destination_address]) |
		map("\(map(.packets) | add) of \(map(.bytes) | add): \(names("ingress_interface")) > \(names("egress_interface"))") |
		sort | join(", ")' --args "$@"
}

# passes DESCRIPTION PREROUTING INPUT FORWARD OUTPUT POSTROUTING: the interfaces at each hook, IN>OUT for each direction
passes() {
	local description=$1 hook direction expected
	for hook in $HOOKS; do
		shift
		expected=''
		for direction in $1; do
			expected+="${expected:+, }$PACKETS of $((PACKETS * SIZE)): ${direction/>/ > }"
		done
		equal "$description: $hook" "$expected" "$(seen "$hook" 1.8 1.0 58.128 58.129)"
	done
	rtr netflowctl flush --all
}

# pings NAMESPACE ADDRESS [OPTION…]: COUNT packets, and as many answers
pings() {
	local headers=28
	[ "${2#*:}" = "$2" ] || headers=48
	PACKETS=$COUNT
	in_namespace "$1" ping -qc $COUNT -i 0.02 -W 5 -s $((SIZE - headers)) "${@:3}" "$2" >"$OUT" 2>&1
}

# both FUNCTION: for IPv4 and IPv6, with the first parts of the addresses
both() {
	"$1" IPv4 10.0.1. 10.0.2.
	"$1" IPv6 fd00:a:: fd00:b::
}

# none_of FAMILY: its address that stands for none
none_of() { [ "$1" = IPv4 ] && echo 0.0.0.0 || echo ::; }

# next_hops HOOK
next_hops() { rtr netflowctl --monitor "$1" flows --json | jq -r 'map(.next_hop_address // "-") | unique | join(" ")'; }

forwarded() {
	pings src "$3"2
	passes "$1, forwarded" "dst>- src>-" "" "dst>src src>dst" "" "dst>src src>dst"
}

# own FAMILY SOURCE-NET DESTINATION-NET: what is for the router, sent by it, and stays on it
own() {
	pings src "$2"1
	passes "$1, received" "src>-" "src>-" "" "->src" "->src"
	pings rtr "$3"2 -I red
	passes "$1, sent" "dst>-" "dst>-" "" "->dst" "->dst"
	pings rtr "$3"1 -I red
	PACKETS=$((2 * COUNT)) # with the answers
	# IPv6 tells whose address it was.
	local input="red>-"
	[ "$1" = IPv4 ] || input="dst>-"
	passes "$1, on this machine" "red>-" "$input" "" "->red" "->red"
}

test_begin "a VRF"
vrf_up < <(vrf_commands red 10 src dst)
both forwarded
both own
between "what passed again is told" 1 "$(statistic ignored_repeated prerouting)" 1000
between "of what is sent, too" 1 "$(statistic ignored_repeated output)" 1000
equal "what is forwarded does not pass again" 0 "$(statistic ignored_repeated forward)"
ip -n src neighbour delete fd00:a::1 dev rtr
pings src fd00:a::1
equal "Neighbour Discovery counts once" "1 of 72: src > -" "$(seen prerouting 58.135)"
topology_down

test_begin "a VRF with a queue"
vrf_up < <(vrf_commands red 10 src dst)
rtr tc qdisc add dev red root pfifo
both forwarded
both own
topology_down

test_begin "a route that leads to another VRF's interface"
vrf_up < <(
	vrf_commands red 10 src
	vrf_commands blue 20 dst
	printf 'route add %s table %d dev %s\n' 10.0.2.0/24 10 dst 10.0.1.0/24 20 src fd00:b::/64 10 dst fd00:a::/64 20 src
)
both forwarded
topology_down

# The other VRF sends it as if it were this machine's.
leaked() {
	pings src "$3"2
	equal "$1: no next hop before the other VRF has routed it" "$(none_of "$1")" "$(next_hops forward)"
	passes "$1" "dst>- src>-" "" "dst>red src>blue" "blue>src red>dst" "blue>src red>dst"
}

test_begin "a route that leads to another VRF"
vrf_up < <(
	vrf_commands red 10 src
	vrf_commands blue 20 dst
	printf 'route add %s table %d dev %s\n' 10.0.2.0/24 10 blue 10.0.1.0/24 20 red fd00:b::/64 10 blue fd00:a::/64 20 red
)
both leaked
topology_down

# esp NAMESPACE DIRECTION: encrypted from src to rtr, in transport mode
esp() {
	ip -n "$1" -batch - <<-COMMANDS
		xfrm state add src 10.0.1.2 dst 10.0.1.1 proto esp spi 1 mode transport aead rfc4106(gcm(aes)) 0x$(printf '%040d' 7) 128
		xfrm policy add src 10.0.1.2 dst 10.0.1.1 dir $2 tmpl src 10.0.1.2 dst 10.0.1.1 proto esp mode transport
	COMMANDS
}

test_begin "IPsec in a VRF"
vrf_up < <(vrf_commands red 10 src dst)
esp src out
esp rtr in
pings src 10.0.1.1
equal "envelopes" "$COUNT src" "$(rtr netflowctl --monitor prerouting flows --json | jq -r --argjson names "$NAMES" '
	map(select(.protocol == 50)) | "\(map(.packets) | add) \(map($names["\(.ingress_interface)"]) | join("+"))"')"
passes "what was in them" "src>-" "src>-" "" "->src" "->src"
topology_down
