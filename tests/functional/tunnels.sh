#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# docs/observation.md, cell by cell, for what puts a packet into another one: both are observed, each with its own octets and
# interfaces. observation.sh has the other devices.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"
# shellcheck source-path=SCRIPTDIR source=../lib/observe.sh
. "$TESTS/lib/observe.sh"

PRIVATE_1=$(printf '01%.0s' {1..32}) PUBLIC_1=a4e09292b651c278b9772c569f5fa9bb13d906b46ab68c9df9dc2b4409f8a209
PRIVATE_2=$(printf '02%.0s' {1..32}) PUBLIC_2=ce8d3ad1ccb633ec7b70c17814a5c76ecd029685050d344745ba05870e587d59
ESP='proto esp reqid 1 mode tunnel'
AEAD='aead rfc4106(gcm(aes)) 0x0102030405060708090a0b0c0d0e0f1011121314 128'

# Outer packets of tunnel N are between 10.30.N.1 of rtr and 10.30.N.2 of src, or of IPv6. A tunnel's device is tN.
TUNNELS='1 2 3 4 5 6 7 10 11'

# links OWN OTHER DEVICE: the tunnels of a machine with the addresses .OWN, on its device
links() {
	local n
	for n in 1 2 3 4 5 6 7; do
		echo "address add 10.30.$n.$1/24 dev $3"
	done
	cat <<-COMMANDS
		link add t1 type ipip local 10.30.1.$1 remote 10.30.1.$2
		link add t2 type gre local 10.30.2.$1 remote 10.30.2.$2
		link add t3 address 02:00:00:00:06:0$1 type gretap local 10.30.3.$1 remote 10.30.3.$2
		link add t4 address 02:00:00:00:06:0$1 type vxlan id 4 local 10.30.4.$1 remote 10.30.4.$2 dstport 4789 noudpcsum
		link add t5 address 02:00:00:00:06:0$1 type geneve id 5 remote 10.30.5.$2 noudpcsum
		link add t6 type wireguard
		link add t7 type xfrm dev $3 if_id 7
		link add t10 type ip6tnl mode ipip6 local fd00:a::$1 remote fd00:a::$2 encaplimit none
		link add t11 type ip6gre local fd00:a::$1 remote fd00:a::$2 encaplimit none
	COMMANDS
}

# neighbours_of OTHER: on the devices of Ethernet
neighbours_of() {
	local n
	for n in 3 4 5; do
		echo "neigh replace 10.20.$n.$1 lladdr 02:00:00:00:06:0$1 dev t$n"
	done
}

# states and policies of a machine: a tunnel by policy (8), and one of an xfrm device (7)
# ipsec OWN OTHER IN OUT: its addresses, and the selectors of what comes in and of what goes out
ipsec() {
	local direction
	cat <<-COMMANDS
		xfrm state add src 10.30.8.$1 dst 10.30.8.$2 spi 8 $ESP $AEAD
		xfrm state add src 10.30.8.$2 dst 10.30.8.$1 spi 8 $ESP $AEAD
		xfrm state add src 10.30.7.$1 dst 10.30.7.$2 spi 7 $ESP $AEAD if_id 7
		xfrm state add src 10.30.7.$2 dst 10.30.7.$1 spi 7 $ESP $AEAD if_id 7
		xfrm policy add dir out if_id 7 tmpl src 10.30.7.$1 dst 10.30.7.$2 $ESP
		xfrm policy add dir in if_id 7 tmpl src 10.30.7.$2 dst 10.30.7.$1 $ESP
		xfrm policy add dir fwd if_id 7 tmpl src 10.30.7.$2 dst 10.30.7.$1 $ESP
	COMMANDS
	for direction in $3; do
		echo "xfrm policy add dst $direction dir out tmpl src 10.30.8.$1 dst 10.30.8.$2 $ESP"
	done
	for direction in $4; do
		echo "xfrm policy add dst $direction dir in tmpl src 10.30.8.$2 dst 10.30.8.$1 $ESP"
		echo "xfrm policy add dst $direction dir fwd tmpl src 10.30.8.$2 dst 10.30.8.$1 $ESP"
	done
}

TO_RTR='10.2.8.1/32 10.20.8.1/32'
TO_SRC='10.20.8.2/32'

rtr_devices() {
	local n
	links 1 2 src
	for n in $TUNNELS; do
		near "$n" "t$n"
	done
	neighbours_of 2
	echo 'address add 10.30.8.1/24 dev src'
	near 8 src
	ipsec 1 2 "$TO_SRC" "$TO_RTR"
}

src_devices() {
	local n
	links 2 1 rtr
	for n in $TUNNELS; do
		far "$n" "t$n"
	done
	neighbours_of 1
	echo 'address add 10.30.8.2/24 dev rtr'
	far 8 rtr
	ipsec 2 1 "$TO_RTR" "$TO_SRC"
}

ppp_exists() { rtr ip link show ppp0 && src ip link show ppp0; }

# outer ADDRESS-OF-RTR ADDRESS-OF-SRC DESCRIPTION OCTETS PROTOCOL: the packets of a tunnel, in either direction; what follows the
# destination is the protocol or port
outer() {
	expected "$1$5" "$3, received outer packets" $((2 * PACKETS)) "$4" 'ingress=src>' 'prerouting=src>' 'input=src>'
	expected "$2$5" "$3, sent outer packets" $((2 * PACKETS)) "$4" 'output=>src' 'postrouting=>src' 'egress-lower=>src'
}

# tunnel NUMBER DESCRIPTION OCTETS PROTOCOL: the four paths of what is in it, and its own packets
tunnel() {
	routed "$1" "$2" "t$1" "t$1" "egress=t$1"
	case $1 in
	10 | 11) outer fd00:a::1 fd00:a::2 "${@:2}" ;;
	*) outer "10.30.$1.1" "10.30.$1.2" "${@:2}" ;;
	esac
}

topology_up
for host in src rtr; do
	$host sysctl -qw net.ipv6.conf.default.disable_ipv6=1
done
modprobe -a pppoe
rtr_devices | ip -n rtr -batch -
src_devices | ip -n src -batch -
rtr wireguard-set t6 51820 "$PRIVATE_1" "$PUBLIC_2" 10.30.6.2
src wireguard-set t6 51820 "$PRIVATE_2" "$PUBLIC_1" 10.30.6.1
background rtr pppoe-session src 02:00:00:00:01:02 9
background src pppoe-session rtr 02:00:00:00:01:01 9
wait_for 10 ppp_exists
near 9 ppp0 | ip -n rtr -batch -
far 9 ppp0 | ip -n src -batch -
# The handshake of WireGuard
check "the tunnels work" src ping -q -c 1 -W 5 10.20.6.1
need_module
# shellcheck disable=SC2086 # a list of words
devices="$(each t '' $TUNNELS)ppp0"
observe "src dst $devices" "$devices" "" "src dst"

tunnel 1 IPIP $((20 + OCTETS)) /4
tunnel 2 GRE $((20 + 4 + OCTETS)) /47
tunnel 3 "GRE with Ethernet" $((20 + 4 + 14 + OCTETS)) /47
tunnel 4 VXLAN $((20 + 8 + 8 + 14 + OCTETS)) :4789
tunnel 5 GENEVE $((20 + 8 + 8 + 14 + OCTETS)) :6081
tunnel 6 WireGuard $((20 + 8 + 16 + OCTETS + 16)) :51820
tunnel 10 "IPv4 in IPv6" $((40 + OCTETS)) /4
tunnel 11 "GRE over IPv6" $((40 + 4 + OCTETS)) /47
# What leaves through the device passes postrouting once more, on its way to be encrypted.
more=([out]='postrouting=>src' [output]='postrouting=>t7')
tunnel 7 "IPsec with a device" $((20 + 8 + 8 + OCTETS + 4 + 16)) /50

routed 8 "IPsec by policy" src src
octets=$((20 + 8 + 8 + OCTETS + 4 + 16))
expected 10.30.8.1/50 "IPsec by policy, received outer packets" $((2 * PACKETS)) $octets 'ingress=src>' 'prerouting=src>' 'input=src>'
expected 10.30.8.2/50 "IPsec by policy, sent outer packets" $PACKETS $octets 'output=>src dst>src' 'postrouting=>src dst>src' \
	'egress-lower=>src dst>src'
more=([out]='egress-lower=>src' [output]='egress-lower=>src')
routed 9 PPPoE ppp0 "src ppp0" egress=ppp0

send_all
check_observed
topology_down
