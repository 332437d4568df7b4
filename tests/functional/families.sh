#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The expression `netflow` in every family of nftables, and its life: autoload, dump, refusal, deletion.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# chain FAMILY TYPE-HOOK-PRIORITY: table and base chain, made by the stock nft
chain() {
	rtr nft "add table $1 t; add chain $1 t c { $2; }"
}

# meters FAMILY MONITOR: the rule's counter and the monitor agree with what was sent
meters() {
	local family=$1 monitor=$2
	equal "$family: the counter beside the expression saw all" "$3" "$(rule_counter "$family" t c)"
	equal "$family: the monitor metered all" "$3" "$(metered "$monitor")"
	check_conserved "$family" "$monitor"
}

# family FAMILY CHAIN WANTED [FLOWGEN-OPTION…]
family() {
	local name=$1 definition=$2
	shift 2
	test_begin "family $name"
	topology_up
	chain "$name" "$definition"
	check "$name: the rule is taken" rtr nftrule add "$name" t c counter "netflow:of-$name"
	flowgen_src --flows 200 --packets 2000 "$@" >"$OUT"
	meters "$name" "of-$name" "$(sent)"
	topology_down
}

# bridged DESCRIPTION [FLOWGEN-OPTION…]: src and dst on a bridge in rtr
bridged() {
	local description=$1
	shift
	test_begin "bridge, $description"
	topology_up
	local host
	# No neighbour discovery of theirs on the new devices
	for host in rtr src dst; do
		$host sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	done
	rtr ip link add bridge type bridge
	rtr ip link set bridge up
	for host in src dst; do
		ip link add port netns "$host" type veth peer name "$host-port" netns rtr
		ip -n "$host" link set port up
		rtr ip link set "$host-port" master bridge up
	done
	chain bridge "type filter hook forward priority 0"
	check "$description: the rule is taken" rtr nftrule add bridge t c counter netflow:bridged
	wait_for 5 forwards
	src flowgen --flows 200 --packets 2000 --destination-mac "$(mac dst port)" --expect "$EXPECT" "$@" port >"$OUT"
	equal "$description: the monitor metered all, from the IP header on" "$(sent)" "$(metered bridged)"
	check_conserved "$description" bridged
	topology_down
}

forwards() { rtr bridge link show | grep -c 'state forwarding' | matches 2; }

netdev() {
	local hook=$1 device=$2 ttl=$3
	shift 3
	test_begin "netdev, $hook"
	topology_up
	collector_start
	need_module
	exporting 10
	chain netdev "type filter hook $hook device \"$device\" priority 0"
	# The kernel's own multicast reports are none of flowgen's.
	rtr nft add rule netdev t c ip6 daddr ff02::/16 accept
	check "$hook: the rule is taken" rtr nftrule add netdev t c counter netflow
	flowgen_src --flows 200 --packets 2000 "$@" >"$OUT"
	equal "$hook: the monitor metered all" "$(sent)" "$(metered)"
	rtr netflowctl flush
	collector_stop
	JUDGE=(--expect "$EXPECT" --ttl-delta "$ttl")
	[ "$hook" = egress ] || JUDGE+=(--ingress-interface "$(ifindex rtr "$device")")
	check_collected "$hook" 10
	topology_down
}

autoload() {
	test_begin "autoload"
	check "nft_netflow was not loaded before" not_loaded
	topology_up
	chain inet "type filter hook forward priority 0"
	check "adding a rule loads nft_netflow" rtr nftrule add inet t c netflow
	check "nft_netflow is loaded now" loaded nft_netflow
	topology_down
}

not_loaded() { unload && ! loaded nft_netflow; }

monitors_are() { [ "$(monitors)" = "$1" ]; }
monitors() { rtr netflowctl show --json | jq -c '[.monitors[].name] | sort'; }
users() { rtr netflowctl show --json "$1" | jq '.monitors[0].users'; }
rules() { rtr nftrule list inet t c | sed 's/^handle [0-9]*: //'; }

life() {
	test_begin "a rule's life"
	topology_up
	chain inet "type filter hook forward priority 0"
	rtr nftrule add inet t c counter netflow:abc
	rtr nftrule add inet t c netflow
	equal "the dump shows expressions and monitors" \
		"counter packets 0 bytes 0 netflow monitor abc;netflow monitor default" "$(rules | paste -sd ';')"
	check "the stock nft lists such a ruleset" rtr nft list ruleset
	equal "the monitor is in use" 1 "$(users abc)"
	equal "both monitors are there" '["abc","default"]' "$(monitors)"
	local name
	for name in '' 'a b' a23456789012345678901234567890123 'ä' '../x'; do
		refused "the name '$name' is refused" . rtr nftrule add inet t c "netflow:$name"
	done
	equal "no rule was added by that" 2 "$(rules | wc -l)"
	equal "nor any monitor" '["abc","default"]' "$(monitors)"
	refused "a monitor in use cannot be deleted by unloading" "in use" modprobe -r nft_netflow
	check "a rule can be deleted" rtr nft delete rule inet t c handle \
		"$(rtr nftrule list inet t c | sed -n 's/^handle \([0-9]*\):.*monitor abc/\1/p')"
	wait_for 5 monitors_are '["default"]' || true
	equal "the monitor that nobody made goes with its last rule" '["default"]' "$(monitors)"
	check "the ruleset can be flushed" rtr nft flush ruleset
	wait_for 5 users_are default 0 || true
	equal "no monitor is in use any more" 0 "$(users default)"
	topology_down
}

users_are() { [ "$(users "$1")" = "$2" ]; }

in_sets() {
	test_begin "as a statement of set elements"
	topology_up
	rtr nft 'add table ip t; add set ip t s { type ipv4_addr; flags dynamic; }'
	chain ip "type filter hook forward priority 0"
	if rtr nftrule add ip t c dynset:s >"$OUT" 2>&1; then
		flowgen_src --ipv4 --flows 200 --packets 2000 >"$OUT"
		equal "every element's clone meters" "$(sent)" "$(metered)"
		check "the elements go" rtr nft flush set ip t s
	else
		equal "refused with a reason" "nftrule: Operation not supported" "$(cat "$OUT")"
		equal "no rule was added" 0 "$(rtr nftrule list ip t c | grep -c dynset || true)"
	fi
	topology_down
}

autoload
family ip "type filter hook forward priority 0" --ipv4
family ip6 "type filter hook forward priority 0" --ipv6
family inet "type filter hook forward priority 0"
bridged "no tags"
bridged "one tag" --vlan 7
bridged "two tags" --vlan 7 --outer-vlan 100
netdev ingress src 0
netdev ingress src 0 --vlan 7
netdev ingress src 0 --vlan 7 --outer-vlan 100
netdev egress dst -1
life
in_sets
