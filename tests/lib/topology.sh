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
# With ROUTER_HERE=1 rtr is the machine's own namespace, under that name too.
SUFFIX=''

# enter_namespace NAMESPACE COMMAND…: become this program there. (Files in /sys are those of the first namespace.)
if enable -f "$TOOLS/setns.so" setns 2>/dev/null; then
	enter_namespace() { setns "$1" && exec "${@:2}"; }
else
	enter_namespace() { exec ip netns exec "$@"; }
fi

in_namespace() { (enter_namespace "$@"); }
src() { in_namespace "src$SUFFIX" "$@"; }
rtr() { in_namespace "rtr$SUFFIX" "$@"; }
dst() { in_namespace "dst$SUFFIX" "$@"; }
col() { in_namespace "col$SUFFIX" "$@"; }

# shellcheck disable=SC2034 # for the test files
COLLECTOR4=10.0.3.2
# shellcheck disable=SC2034
COLLECTOR6=fd00:c::2

# mac NAMESPACE DEVICE
mac() { ip netns exec "$1$SUFFIX" cat "/sys/class/net/$2/address"; }
# ifindex NAMESPACE DEVICE
ifindex() { ip netns exec "$1$SUFFIX" cat "/sys/class/net/$2/ifindex"; }

# The number of a host is in its addresses, network by network, and in its MAC addresses:
# 02:00:00:00:0N:02 is the host's, :01 the router's.
network_of() {
	case $1 in
	src) NUMBER=1 NET4=10.0.1 NET6=fd00:a ;;
	dst) NUMBER=2 NET4=10.0.2 NET6=fd00:b ;;
	col) NUMBER=3 NET4=10.0.3 NET6=fd00:c ;;
	esac
	HOST_MAC=02:00:00:00:0$NUMBER:02 RTR_MAC=02:00:00:00:0$NUMBER:01
}

# Neighbours are fixed, so that nothing but the tests' packets ever crosses a link.
# router_neighbours HOST: commands of ip(8) for rtr; a device that goes down loses them
router_neighbours() {
	network_of "$1"
	printf 'neigh replace %s lladdr %s dev %s\n' "$NET4.2" "$HOST_MAC" "$1" "$NET6::2" "$HOST_MAC" "$1"
}

# neighbours HOST: make them in rtr
neighbours() { router_neighbours "$1" | rtr ip -batch -; }

# What each namespace needs, as commands of ip(8), which takes many at once: a process is dear in
# an emulated kernel. The link between a host and the router is the host's.
host_commands() {
	network_of "$1"
	cat <<-COMMANDS
		link add rtr address $HOST_MAC type veth peer name $1 address $RTR_MAC netns rtr$SUFFIX
		link set lo up
		address add $NET4.2/24 dev rtr
		address add $NET6::2/64 dev rtr nodad
		link set rtr up
		neigh replace $NET4.1 lladdr $RTR_MAC dev rtr
		neigh replace $NET6::1 lladdr $RTR_MAC dev rtr
		route add default via $NET4.1
		route add ::/0 via $NET6::1
	COMMANDS
}

router_commands() {
	local host
	echo link set lo up
	for host in src dst col; do
		network_of $host
		printf 'address add %s/24 dev %s\naddress add %s/64 dev %s nodad\nlink set %s up\n' \
			"$NET4.1" $host "$NET6::1" $host $host
		router_neighbours $host
	done
	cat <<-COMMANDS
		route add 10.1.0.0/16 via 10.0.1.2
		route add 10.2.0.0/16 via 10.0.2.2
		route add fd00:1::/64 via fd00:a::2
		route add fd00:2::/64 via fd00:b::2
	COMMANDS
}

# No packets of the kernel's own accord, and none refused for its source. A new namespace forwards where the first one does,
# which may be the router: then dst would send back what is not for itself. A device takes the defaults when it is made. Its
# link-local address is not tried first, and the groups that it joins are reported at once: neither happens seconds later.
QUIET='cd /proc/sys/net && echo 0 >ipv6/conf/default/accept_ra && echo 0 >ipv6/conf/default/router_solicitations &&
	echo 0 >ipv6/conf/default/accept_dad && echo 1 >ipv6/conf/default/mldv2_unsolicited_report_interval &&
	echo 0 >ipv4/conf/all/rp_filter && echo 0 >ipv4/conf/default/rp_filter'
HOST_SETUP="$QUIET && echo 0 >ipv4/ip_forward && echo 0 >ipv6/conf/all/forwarding && exec ip -batch -"
ROUTER_SETUP="$QUIET && echo 1 >ipv4/ip_forward && echo 1 >ipv6/conf/all/forwarding"

topology_up() {
	local host
	printf 'netns add %s\n' "src$SUFFIX" "dst$SUFFIX" "col$SUFFIX" | ip -batch -
	if [ -n "${ROUTER_HERE:-}" ]; then
		ip netns attach "rtr$SUFFIX" $$
	else
		ip netns add "rtr$SUFFIX"
	fi
	rtr sh -c "$ROUTER_SETUP"
	for host in src dst col; do
		host_commands $host | in_namespace "$host$SUFFIX" sh -c "$HOST_SETUP"
	done
	router_commands | ip -n "rtr$SUFFIX" -batch -
}

# topology_down: remove the network
topology_down() {
	printf 'netns delete %s\n' "src$SUFFIX" "rtr$SUFFIX" "dst$SUFFIX" "col$SUFFIX" | ip -batch -
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
