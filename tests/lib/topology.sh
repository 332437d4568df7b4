# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A router between two hosts, and a collector on a link of its own. Each is a namespace:
#
#                       10.0.1.0/24                         10.0.2.0/24
#   ┌───────────┐        fd00:a::/64       ┌─────────┐       fd00:b::/64       ┌───────────┐
#   │ src   rtr ├──────────────────────────┤src   dst├─────────────────────────┤ rtr   dst │
#   └───────────┘ .2                    .1 │         │ .1                   .2 └───────────┘
#   10.1.0.0/16, fd00:1::/64               │   rtr   │            10.2.0.0/16, fd00:2::/64
#   are routed to src                      │         │            are routed to dst
#                                          │   col   │
#                                          └────┬────┘
#                              10.0.3.0/24      │ .1
#                              fd00:c::/64      │
#                                               │ .2
#                                          ┌────┴────┐
#                                          │   rtr   │
#                                          │   col   │
#                                          └─────────┘
#
# The devices are named after where they lead. The monitors under test are those of rtr. With a
# SUFFIX, e.g. `SUFFIX=b topology_up` and `SUFFIX=b rtr COMMAND`, there is another such network.
SUFFIX=''

in_namespace() { ip netns exec "$@"; }
src() { in_namespace "src$SUFFIX" "$@"; }
rtr() { in_namespace "rtr$SUFFIX" "$@"; }
dst() { in_namespace "dst$SUFFIX" "$@"; }
col() { in_namespace "col$SUFFIX" "$@"; }

# shellcheck disable=SC2034 # for the test files
COLLECTOR4=10.0.3.2
# shellcheck disable=SC2034
COLLECTOR6=fd00:c::2

# mac NAMESPACE DEVICE
mac() { in_namespace "$1$SUFFIX" cat "/sys/class/net/$2/address"; }
# ifindex NAMESPACE DEVICE
ifindex() { in_namespace "$1$SUFFIX" cat "/sys/class/net/$2/ifindex"; }

# link HOST NETWORK4 NETWORK6: between rtr and HOST, with addresses and fixed neighbours, so that
# nothing but the tests' packets ever crosses it.
link() {
	local host=$1 net4=$2 net6=$3
	ip link add rtr netns "$host$SUFFIX" type veth peer name "$host" netns "rtr$SUFFIX"
	ip -n "$host$SUFFIX" address add "$net4.2/24" dev rtr
	ip -n "$host$SUFFIX" address add "$net6::2/64" dev rtr nodad
	rtr ip address add "$net4.1/24" dev "$host"
	rtr ip address add "$net6::1/64" dev "$host" nodad
	ip -n "$host$SUFFIX" link set rtr up
	rtr ip link set "$host" up
	neighbours "$host" "$net4" "$net6"
	ip -n "$host$SUFFIX" route add default via "$net4.1"
	ip -n "$host$SUFFIX" -6 route add default via "$net6::1"
}

# neighbours HOST NETWORK4 NETWORK6: these entries are lost when a link goes down
neighbours() {
	local host=$1 address
	for address in "$2.1" "$3::1"; do
		ip -n "$host$SUFFIX" neigh replace "$address" lladdr "$(mac rtr "$host")" dev rtr
	done
	for address in "$2.2" "$3::2"; do
		rtr ip neigh replace "$address" lladdr "$(mac "$host" rtr)" dev "$host"
	done
}

topology_up() {
	local host
	for host in src rtr dst col; do
		ip netns add "$host$SUFFIX"
		in_namespace "$host$SUFFIX" sysctl -qw net.ipv6.conf.default.accept_ra=0 \
			net.ipv6.conf.default.router_solicitations=0 net.ipv4.conf.all.rp_filter=0 \
			net.ipv4.conf.default.rp_filter=0 net.ipv6.conf.default.mldv1_unsolicited_report_interval=0
		ip -n "$host$SUFFIX" link set lo up
	done
	rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	link src 10.0.1 fd00:a
	link dst 10.0.2 fd00:b
	link col 10.0.3 fd00:c
	rtr ip route add 10.1.0.0/16 via 10.0.1.2
	rtr ip route add 10.2.0.0/16 via 10.0.2.2
	rtr ip route add fd00:1::/64 via fd00:a::2
	rtr ip route add fd00:2::/64 via fd00:b::2
}

# namespaces_down SUFFIX…: remove networks
topology_down() {
	local host
	for host in src rtr dst col; do
		ip netns delete "$host$SUFFIX"
	done
}

# flowgen_src OPTION…: send from src to rtr; what to expect is in $EXPECT
EXPECT=$WORK/expect.csv
flowgen_src() {
	src flowgen --destination-mac "$(mac rtr src)" --expect "$EXPECT" "$@" rtr
}

# sent: packets and bytes that flowgen sent
sent() { awk -F, 'NR > 1 { p += $8; b += $9 } END { print p + 0, b + 0 }' "$EXPECT"; }
# sent4: those of IPv4 alone
sent4() { awk -F, '$1 == 4 { p += $8; b += $9 } END { print p + 0, b + 0 }' "$EXPECT"; }
