#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Next hops: many gateways, destinations on a link, none. Flows of the cache share those of IPv6: each is right while others
# come and go, tables grow and shrink, and none stays behind.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# flowgen's hosts in each network: 1 to HOSTS; each with FLOWS / HOSTS flows, half of them TCP
HOSTS=251
FLOWS=$((8 * HOSTS))
# No table grows: their memory stays as it is.
ROOM=100000

# routes HOW: commands of ip(8) for each host of fd00:2::, or for all and 10.2.0.0/16
routes() {
	local i
	network_of dst
	for ((i = 1; i <= HOSTS; i++)); do
		case $1 in
		gateways) printf 'neigh replace fd00:b::1:%x lladdr %s dev dst\nroute replace fd00:2::%x via fd00:b::1:%x\n' \
			$i "$HOST_MAC" $i $i ;;
		link) printf 'neigh replace fd00:2::%x lladdr %s dev dst\nneigh replace 10.2.0.%d lladdr %s dev dst\n' \
			$i "$HOST_MAC" $i "$HOST_MAC" ;;
		esac
	done
	[ "$1" = gateways ] || printf 'route replace 10.2.0.0/16 dev dst\nroute replace fd00:2::/64 dev dst\n'
}

up() {
	topology_up
	routes "$1" | rtr ip -batch -
	need_module
	exporting 10 "${@:2}"
	frontend_on nft
}

send() { flowgen_src --ipv6 --flows $FLOWS --packets $((2 * FLOWS)) --protocols tcp,udp --size 10 "$@" >"$OUT"; }

# cached HOP: flowgen's flows in the cache, and how many of them have another next hop than HOP, in jq's words
cached() {
	rtr netflowctl flows --json | jq -r "[.[] | select(.destination_address | test(\"^(fd00:2::|10[.]2[.])\"))] |
		\"\(length) \([.[] | select(.next_hop_address != ($1))] | length)\""
}
BY_GATEWAY='"fd00:b::1:" + (.destination_address | ltrimstr("fd00:2::"))'

flows_are() { [ "$(statistic cached_flows)" = "$1" ]; }
# buckets_are LOW HIGH
buckets_are() {
	local buckets
	buckets=$(statistic buckets)
	(($1 <= buckets && buckets <= $2))
}

test_begin "many gateways"
up gateways hashsize $ROOM
collector_start
empty=$(statistic memory)
send --tcp-end
between "memory tells of them" $((HOSTS * 40)) $(($(statistic memory) - empty)) $((HOSTS * 2 * 64))
check "TCP's flows leave" wait_for 60 flows_are $((FLOWS / 2))
equal "the others have their next hops still" "$((FLOWS / 2)) 0" "$(cached "$BY_GATEWAY")"
between "and memory tells of them" $((HOSTS * 40)) $(($(statistic memory) - empty)) $((HOSTS * 2 * 64))
rtr netflowctl flush
equal "none stays behind" "$empty" "$(statistic memory)"
collector_stop
# shellcheck disable=SC2034 # for check_collected
JUDGE=(--expect "$EXPECT" --ttl-delta -1)
check_collected "many gateways" 10
equal "the collector has every next hop" "$FLOWS 0" "$(messages '[.[].records[] | select(has("62"))] |
	"\(length) \([.[] | select(.["62"] != "fd00:b::1:" + (.["28"] | ltrimstr("fd00:2::")))] | length)"')"
check_conserved "many gateways"
topology_down

test_begin "tables that grow and shrink"
up gateways
send
check "the table grows" wait_for 60 buckets_are $((FLOWS / 15)) $((FLOWS * 2))
equal "next hops are right" "$FLOWS 0" "$(cached "$BY_GATEWAY")"
rtr netflowctl set hashsize $ROOM
check "it grows more" wait_for 60 buckets_are $((ROOM / 15)) $((ROOM * 2))
equal "next hops are right" "$FLOWS 0" "$(cached "$BY_GATEWAY")"
rtr netflowctl set hashsize 0
check "it shrinks" wait_for 60 buckets_are $((FLOWS / 15)) $((FLOWS * 2))
equal "next hops are right" "$FLOWS 0" "$(cached "$BY_GATEWAY")"
check_conserved "tables that grow and shrink"
topology_down

test_begin "on a link"
up link hashsize $ROOM
empty=$(statistic memory)
send
equal "the next hop is the destination" "$FLOWS 0" "$(cached .destination_address)"
equal "and has no memory of its own" "$empty" "$(statistic memory)"
rtr netflowctl flush
flowgen_src --ipv4 --flows $FLOWS --size 10 >"$OUT"
equal "as with IPv4" "$FLOWS 0" "$(cached .destination_address)"
topology_down

test_begin "IPv4 by a gateway of IPv6"
up link hashsize $ROOM
rtr ip route replace 10.2.0.0/16 via inet6 fd00:b::2 dev dst
flowgen_src --ipv4 --flows $FLOWS --size 10 >"$OUT"
equal "there is none that a record has room for" "$FLOWS 0" "$(cached '"0.0.0.0"')"
topology_down

test_begin "before the route is known"
topology_up
need_module
exporting 10 hashsize $ROOM
rtr netflowctl enable --hook prerouting
empty=$(statistic memory)
send
equal "there is no next hop" "$FLOWS 0" "$(cached '"::"')"
equal "and it has no memory" "$empty" "$(statistic memory)"
topology_down
