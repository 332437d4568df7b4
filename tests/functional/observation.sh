#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# docs/observation.md, cell by cell: at each hook, what is counted of packets that pass devices of many kinds, how many octets,
# and from which interface to which. tunnels.sh has those that change the packet.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/observe.sh
. "$TESTS/lib/observe.sh"

MACVLAN=02:00:00:00:04:01 MACVTAP=02:00:00:00:04:02 TAP=02:00:00:00:04:03
RTR=02:00:00:00:01:01

# devices of rtr, before those that need a program
rtr_devices() {
	near 0 src
	cat <<-COMMANDS
		link add link src name tag type vlan id 1
		link add link src name outer type vlan proto 802.1ad id 2
		link set outer up
		link add link outer name inner type vlan id 2
		link add link src name marked type vlan id 3 reorder_hdr off
		link add link src name macvlan address $MACVLAN type macvlan mode bridge
		link add bond type bond mode active-backup miimon 100
		link set leg master bond
		link add bridge type bridge
		link add filtered type bridge nf_call_iptables 1
		link set port master bridge up
		link set port2 master bridge up
		link set fport master filtered up
		link set fport2 master filtered up
		link add link src name macvtap address $MACVTAP type macvtap mode bridge
		link set macvtap up
		link add span type dummy
		link set span up
		link add catcher type dummy
		link set catcher up
		address add 224.0.0.77/32 dev dst autojoin
		link add link src name mirror type vlan id 11
		link add link src name redirect type vlan id 12
		link add link src name caught type vlan id 13
	COMMANDS
	near 1 tag
	near 2 inner
	near 3 marked
	near 4 macvlan
	near 5 bond
	near 6 bridge
	near 7 filtered
	near 11 mirror
	near 12 redirect
	near 13 caught
}

src_devices() {
	cat <<-COMMANDS
		link add leg type veth peer name leg netns rtr
		link add port type veth peer name port netns rtr
		link add fport type veth peer name fport netns rtr
		link add link rtr name tag type vlan id 1
		link add link rtr name outer type vlan proto 802.1ad id 2
		link set outer up
		link add link outer name inner type vlan id 2
		link add link rtr name marked type vlan id 3
		link add link rtr name mirror type vlan id 11
		link add link rtr name redirect type vlan id 12
		link add link rtr name caught type vlan id 13
	COMMANDS
	far 0 rtr
	far 1 tag
	far 2 inner
	far 3 marked
	far 4 rtr
	far 5 leg
	far 6 port
	far 7 fport
	far 10 rtr
	far 11 mirror
	far 12 redirect
	far 13 caught
	cat <<-COMMANDS
		neigh replace 10.20.4.1 lladdr $MACVLAN dev rtr
		neigh replace 10.20.10.1 lladdr $MACVTAP dev rtr
		neigh replace 10.20.12.1 lladdr $RTR dev redirect
		neigh replace 10.20.13.1 lladdr $RTR dev caught
	COMMANDS
}

dst_devices() {
	cat <<-COMMANDS
		link add port2 type veth peer name port2 netns rtr
		link add fport2 type veth peer name fport2 netns rtr
		address add 10.20.6.3/32 dev port2
		address add 10.20.7.3/32 dev fport2
		link set port2 up
		link set fport2 up
	COMMANDS
}

mirred() {
	cat <<-COMMANDS
		qdisc add dev mirror clsact
		filter add dev mirror ingress protocol all matchall action mirred egress mirror dev span
		qdisc add dev redirect clsact
		filter add dev redirect ingress protocol all matchall action mirred egress redirect dev dst
		qdisc add dev caught clsact
		filter add dev caught ingress protocol all matchall action mirred ingress redirect dev catcher
	COMMANDS
}

bridges_forward() { [ "$(rtr bridge link show | grep -c 'state forwarding')" = 4 ]; }
bond_runs() { rtr ip link show bond | matches 'state UP'; }
devices_exist() { rtr ip link show tun && rtr ip link show tap; }

# behind DEVICE SOURCE DESTINATION [MAC]: a packet of a program
behind() { printf '%s %s %s 4000 %d %d %s\n' "$1" "$2" "$3" $PACKETS $OCTETS "${4:-}" >&"$taps"; }

# ifindex_of DEVICE: of rtr
ifindex_of() { rtr ip -json link show "$1" | jq '.[0].ifindex'; }

topology_up
for host in src rtr dst; do
	$host sysctl -qw net.ipv6.conf.default.disable_ipv6=1
done
rtr sysctl -qw net.bridge.bridge-nf-call-iptables=0
src_devices | ip -n src -batch -
dst_devices | ip -n dst -batch -
rtr_devices | ip -n rtr -batch -
mirred | rtr tc -batch -
mkfifo "$WORK/taps"
exec {taps}<>"$WORK/taps"
background rtr taps "$WORK/taps" tun:tun tap:tap macvtap:macvtap
wait_for 10 devices_exist
{
	echo "link set tap address $TAP"
	near 8 tun
	near 9 tap
	echo "neigh replace 10.20.9.2 lladdr 02:00:00:00:00:99 dev tap"
} | ip -n rtr -batch -
background rtr multicast-router 10.0.1.2 239.1.1.1 src dst col
wait_for 10 bridges_forward
wait_for 10 bond_runs
need_module
observe "lo src dst tag outer inner marked macvlan macvtap bond leg bridge port port2 filtered fport fport2 tun tap mirror redirect
	caught catcher span" "lo tag inner marked macvlan macvtap bond bridge filtered tun tap span" "outer col" \
	"src dst leg port port2 fport fport2"

routed 0 "plain Ethernet" src src egress-lower=src
routed 1 "VLAN" tag "src tag" egress=tag egress-lower=src
routed 2 "QinQ" inner "src outer inner" egress=inner egress-middle=outer egress-lower=src
routed 3 "VLAN with the tag in the frame" marked "src marked" egress=marked egress-lower=src
routed 4 "macvlan" macvlan "src macvlan" egress=macvlan egress-lower=src
routed 5 "bonding" bond "leg bond" egress=bond egress-lower=leg
more=([in]='bridge-prerouting=port> bridge-input=port>' [input]='bridge-prerouting=port> bridge-input=port>'
	[out]='bridge-output=dst>port bridge-postrouting=dst>port' [output]='bridge-output=>port bridge-postrouting=>port')
routed 6 "bridge" bridge "port bridge" egress=bridge egress-lower=port
more=([in]='bridge-prerouting=fport> bridge-input=fport>' [input]='bridge-prerouting=fport> bridge-input=fport>'
	[out]='bridge-output=dst>fport bridge-postrouting=dst>fport' [output]='bridge-output=>fport bridge-postrouting=>fport')
routed 7 "bridge with br_netfilter" filtered "fport filtered" egress=filtered egress-lower=fport
paths 8 "tun" tun tun egress=tun
behind tun 10.20.8.2 10.2.8.1
behind tun 10.20.8.2 10.20.8.1
paths 9 "tap" tap tap egress=tap
behind tap 10.20.9.2 10.2.9.1 $TAP
behind tap 10.20.9.2 10.20.9.1 $TAP

expected 10.20.6.3:4000 "bridged" $PACKETS $OCTETS "ingress=port>" "bridge-prerouting=port>" "bridge-forward=port>port2" \
	"bridge-postrouting=port>port2" "egress-lower=port>port2"
send src 10.20.6.3 4000
expected 10.20.7.3:4000 "bridged with br_netfilter" $PACKETS $OCTETS "ingress=fport>" "bridge-prerouting=fport>" \
	"prerouting=filtered>" "bridge-forward=fport>fport2" "forward=filtered>filtered" "bridge-postrouting=fport>fport2" \
	"postrouting=filtered>filtered" "egress-lower=fport>fport2"
send src 10.20.7.3 4000

expected 10.2.10.1:4000 "macvtap, received" $PACKETS $OCTETS "ingress=src> macvtap>"
send src 10.2.10.1 4000
expected 10.20.10.2:4000 "macvtap, sent" $PACKETS $OCTETS "egress=>macvtap" "egress-lower=>src"
behind macvtap 10.20.10.1 10.20.10.2 02:00:00:00:01:02

# What tc sends passes no hook of netdev egress.
expected 10.2.11.1:4000 "mirrored by tc" $PACKETS $OCTETS "ingress=src> mirror>" "prerouting=mirror>" "forward=mirror>dst" \
	"postrouting=mirror>dst" "egress-lower=mirror>dst"
send src 10.2.11.1 4000
expected 10.2.12.1:4000 "redirected by tc to egress" $PACKETS $OCTETS "ingress=src>"
send src 10.2.12.1 4000
expected 10.2.13.1:4000 "redirected by tc to ingress" $PACKETS $OCTETS "ingress=src> catcher>" "prerouting=catcher>" \
	"forward=catcher>dst" "postrouting=catcher>dst" "egress-lower=catcher>dst"
send src 10.2.13.1 4000

expected fd00:2::1:4000 "IPv6, forwarded" $PACKETS $((OCTETS + 20)) "ingress=src>" "prerouting=src>" "forward=src>dst" \
	"postrouting=src>dst" "egress-lower=src>dst"
send src fd00:2::1 4000
expected fd00:a::1:4000 "IPv6, to this machine" $PACKETS $((OCTETS + 20)) "ingress=src>" "prerouting=src>" "input=src>"
send src fd00:a::1 4000
expected fd00:b::2:4001 "IPv6, from this machine" $PACKETS $((OCTETS + 20)) "output=>dst" "postrouting=>dst" "egress-lower=>dst"
send rtr fd00:b::2 4001

expected 10.0.1.1:4000 "within this machine" $PACKETS $OCTETS "output=>lo" "postrouting=>lo" "egress=>lo" "ingress=lo>" \
	"prerouting=lo>" "input=lo>"
send rtr 10.0.1.1 4000
expected 239.1.1.1/1 "multicast forwarded to two interfaces" $PACKETS $OCTETS "ingress=src>" "prerouting=src>" "forward=src>col*2" \
	"postrouting=src>col*2" "egress-middle=src>col" "egress-lower=src>dst"
# The copy that this machine keeps passes postrouting, too.
expected 10.0.2.255/1 "broadcast from this machine" $PACKETS $OCTETS "output=>dst" "postrouting=>dst*2" "egress-lower=>dst" \
	"ingress=dst>" "prerouting=dst>" "input=dst>"
expected 224.0.0.77/1 "multicast from this machine, which is a member" $PACKETS $OCTETS "output=>dst" "postrouting=>dst*2" \
	"egress-lower=>dst" "ingress=dst>" "prerouting=dst>" "input=dst>"
expected 224.0.0.78/1 "multicast from this machine, which is none" $PACKETS $OCTETS "output=>dst" "postrouting=>dst" "egress-lower=>dst"

send_all
src ping -q -t 8 -c $PACKETS -i 0.01 -W 0.1 -s $((OCTETS - 28)) 239.1.1.1 >"$OUT" || true
for address in 10.0.2.255 224.0.0.77 224.0.0.78; do
	rtr ping -q -b -I dst -c $PACKETS -i 0.01 -W 0.1 -s $((OCTETS - 28)) $address >"$OUT" || true
done
check_observed
between "packets were mirrored" $PACKETS "$(rtr ip -s -json link show span | jq '.[0].stats64.tx.packets')" 100

test_begin "interfaces that are renamed, removed and made again"
rtr netflowctl nft 'add table inet o; add chain inet o prerouting { type filter hook prerouting priority 0; netflow monitor prerouting; }'
first=$(ifindex_of tag)
send src 10.2.1.1 4002
send_all
rtr ip link set tag name other
send src 10.2.1.1 4003
send_all
rtr ip link delete other
{
	echo link add link src name other type vlan id 1
	near 1 other
} | ip -n rtr -batch -
second=$(ifindex_of other)
send src 10.2.1.1 4004
send_all
rtr nft flush ruleset
equal "a renamed one is the same, one that is made again is another" "$first $first $second" \
	"$(rtr netflowctl flows --json --monitor prerouting | jq -r '[.[] | select(.destination_port >= 4002 and .packets == 3)] |
		sort_by(.destination_port) | map(.ingress_interface) | join(" ")')"
equal "which has another number" 1 $((first != second))
topology_down
