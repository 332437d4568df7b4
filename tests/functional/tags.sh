#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# VLAN tags beside the frame and in it, of received frames and of those that are sent: by a packet socket, which writes them
# itself, and through stacked VLAN devices, for which the kernel inserts all but the outermost. What is exported is the IP
# packet behind the tags.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

ALL=$WORK/expect.all
number=0

# meter_at HOOK DEVICE: only there, from now on
meter_at() {
	rtr nft "flush ruleset; add table netdev t; add chain netdev t c { type filter hook $1 device \"$2\" priority 0; }"
	rtr nftrule add netdev t c netflow
}

# metered_since EARLIER: packets and bytes
metered_since() { awk '{ print $1 - $3, $2 - $4 }' <<<"$(metered) $1"; }

# all_metered DESCRIPTION EARLIER: that is what $EXPECT has, which is added to what has to be exported
all_metered() {
	equal "$1: all are metered" "$(sent)" "$(metered_since "$2")"
	tail -n +2 "$EXPECT" >>"$ALL"
}

# tagged DESCRIPTION HOOK DEVICE NAMESPACE SENDING-DEVICE [OPTION…]: flows of their own for each
tagged() {
	local description=$1 before
	number=$((number + 1))
	meter_at "$2" "$3"
	before=$(metered)
	in_namespace "$4" flowgen --flows 60 --packets 300 --seed $number --source4 10.$((100 + number)).0.0 \
		--source6 fd00:$((100 + number)):: --expect "$EXPECT" "${@:6}" "$5" >"$OUT"
	all_metered "$description" "$before"
}

# frame PROTOCOL HEXADECIMAL…: sent through dst, by a socket of that protocol (0: what the frame tells)
frame() {
	rtr python3 -c 'import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
s.bind(("dst", int(sys.argv[1], 0)))
s.send(bytes.fromhex(" ".join(sys.argv[2:])))' "$@"
}

# expected LINE…: of the flows that come next
expected() { printf '%s\n' "$HEADER" "$@" >"$EXPECT"; }

# pings DESCRIPTION DEVICE ADDRESS SIZE: three, which nobody answers
pings() {
	local before
	meter_at egress "$2"
	before=$(metered)
	rtr ping -qc 3 -i 0.1 -W 1 -s "$4" "$3" >"$OUT" || true
	expected "4,${3%.*}.1,$3,1,0,2048,0,3,$((3 * ($4 + 28))),0,64,64,0"
	all_metered "$1" "$before"
}

# stacked NAMESPACE DEVICE: on it 802.1ad, on that 802.1Q
stacked() {
	local namespace=$1
	in_namespace "$namespace" sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	ip -n "$namespace" -batch - <<-COMMANDS
		link set $2 mtu 4000
		link add link $2 name outer type vlan proto 802.1ad id 5
		link add link outer name inner type vlan id 6
		link set outer up
		link set inner up
	COMMANDS
}

topology_up
dst ip link set rtr mtu 4000
rtr ip link set src mtu 4000
stacked rtr dst
stacked src rtr
rtr ip -batch - <<-COMMANDS
	link add link outer name marked type vlan id 7 reorder_hdr off
	link set marked up
	address add 10.9.6.1/24 dev inner
	address add 10.9.7.1/24 dev marked
	neigh replace 10.9.6.2 lladdr $(mac dst rtr) dev inner
	neigh replace 10.9.7.2 lladdr $(mac dst rtr) dev marked
COMMANDS
collector_start
need_module
exporting 10
flowgen_src --flows 1 --packets 1 >"$OUT"
HEADER=$(head -n 1 "$EXPECT")
echo "$HEADER" >"$ALL"

test_begin "received"
tagged "one tag" ingress src src rtr --vlan 7
tagged "two tags" ingress src src rtr --vlan 7 --outer-vlan 100
tagged "stacked devices" ingress src src inner
tagged "stacked devices and two more tags" ingress src src inner --vlan 7 --outer-vlan 100

test_begin "sent by a packet socket"
tagged "no tag" egress dst rtr dst
tagged "one tag" egress dst rtr dst --vlan 7
tagged "two tags" egress dst rtr dst --vlan 7 --outer-vlan 100
for protocol in 0 0x8100; do
	meter_at egress dst
	before=$(metered)
	frame $protocol 020000000001 020000000002 8100 0007 0800 4500001c 00010000 4011 0000 c0000201 c6336407 0fa0 0009 0008 0000
	expected 4,192.0.2.1,198.51.100.7,17,4000,9,0,1,28,0,64,64,0
	all_metered "to a socket of protocol $protocol" "$before"
done

test_begin "sent through VLAN devices"
tagged "stacked devices" egress dst rtr inner
tagged "the lower one" egress outer rtr inner
tagged "the upper one" egress inner rtr inner
tagged "stacked devices and two more tags" egress dst rtr inner --vlan 7 --outer-vlan 100
# An IP length of 0x0800 is where a VLAN header has the type that follows it.
pings "2048 octets, which look like a type" dst 10.9.6.2 2020
pings "a tag that the device leaves in the frame" marked 10.9.7.2 56
pings "the same on the lower device" outer 10.9.7.2 100

test_begin "what is no IP"
before=$(metered)
ignored=$(statistic ignored_not_ip)
meter_at egress dst
frame 0x8100 020000000001 020000000002 0800 4500001c 00010000 4011 0000 c0000201 c6336407 0fa0 0009 0008 0000
frame 0 020000000001 020000000002 8100 0007 88b5 4500001c 00010800 4011 0000 c0000201 c6336407 0fa0 0009 0008 0000
frame 0 020000000001 020000000002 "$(printf '81000007%.0s' {1..9})" 0800 4500001c 00010000 4011 0000 c0000201 c6336407 0fa0 0009
equal "a type behind a tag and more tags than one may have are ignored" $((ignored + 2)) "$(statistic ignored_not_ip)"
EXPECT=$WORK/none
expected 4,192.0.2.1,198.51.100.7,17,4000,9,0,1,28,0,64,64,0
all_metered "a frame whose sender calls its IP a tag" "$before"

check_conserved "tags"
rtr netflowctl flush
collector_stop
check_conserved "tags, flushed"
check "the records are those of the IP packets, and no others" judge-capture --protocol 10 --several-records \
	--expect "$ALL" "$PCAP"
topology_down
