#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl enable --backend: rules of nftables, rules of iptables (legacy and nft), hooks. Each counts every packet once,
# so does changing from one to another; rules of others stay as they are.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

send() { flowgen_src --seed 7 --flows 100 --packets 500 --protocols tcp,udp,icmp >"$OUT"; }
difference() { awk -v b="$1" -v a="$2" 'BEGIN { split(b, x); split(a, y); print y[1] - x[1], y[2] - x[2] }'; }
# once DESCRIPTION: what is sent now is metered, once
once() {
	local before
	before=$(metered)
	send
	equal "$1" "$(sent)" "$(difference "$before" "$(metered)")"
}
# all_rules VARIANT: of both protocols, without counters
all_rules() {
	local command
	for command in iptables ip6tables; do
		rtr "$command-$1-save" 2>"$OUT" | grep '^-A' || true
	done
}
# own_rules VARIANT: how many
own_rules() { all_rules "$1" | grep -c 'comment netflowctl' || true; }
users() { rtr netflowctl show --json "${1:-default}" | jq '.monitors[0].users'; }

# iptables_backend VARIANT
iptables_backend() {
	local variant=$1 others before
	test_begin "iptables, $variant"
	topology_up
	# Where legacy iptables has tables, that is what the namespace uses.
	rtr iptables-"$variant" -A FORWARD -p tcp -m tcp --dport 9 -m comment --comment "not yours" -j ACCEPT
	rtr iptables-"$variant" -A INPUT -p udp -m udp --dport 9 -j NETFLOW --monitor other
	others=$(all_rules "$variant")
	check "enable" rtr netflowctl enable --backend iptables --destination ''
	equal "three rules of each protocol" 6 "$(own_rules "$variant")"
	equal "feed the monitor" 6 "$(users)"
	check "the target is loaded" loaded xt_NETFLOW
	rtr netflowctl enable --backend iptables --hook forward
	once "each packet counts once"
	equal "they are listed, with what they counted" "$(sent)" \
		"$(rtr netflowctl rule list --json | jq -r '[.[] | select(.chain == "FORWARD" and .monitor == "default")] |
			"\(map(.packets) | add) \(map(.bytes) | add)"')"
	check "all hooks again" rtr netflowctl enable --backend iptables
	before=$(all_rules "$variant")
	check "enable again" rtr netflowctl enable --backend iptables
	equal "changes nothing" "$before" "$(all_rules "$variant")"
	check "another monitor" rtr netflowctl enable --backend iptables --monitor wan-1 --hook prerouting,postrouting
	equal "has rules of its own" 10 "$(own_rules "$variant")"
	equal "and is fed" 4 "$(users wan-1)"
	check "other hooks" rtr netflowctl enable --backend iptables --hook forward --device src,col
	equal "replace the old ones" 4 "$(all_rules "$variant" | grep comment.netflowctl | grep -c -- '-A FORWARD -i')"
	equal "alone" 8 "$(own_rules "$variant")"
	once "what comes in by the device is metered"
	check "by another one" rtr netflowctl enable --backend iptables --hook forward --device dst
	before=$(metered)
	send
	equal "nothing comes in" "$before" "$(metered)"
	before=$(rtr netflowctl showconf)
	check "the configuration tells" grep -qx 'iptables = forward:dst' <<<"$before"
	rtr "iptables-$variant" -F FORWARD
	rtr "ip6tables-$variant" -F FORWARD
	check "and makes it so" rtr netflowctl syncconf - <<<"$before"
	equal "again" "$before" "$(rtr netflowctl showconf)"
	rtr iptables-"$variant" -A FORWARD -p tcp -m tcp --dport 9 -m comment --comment "not yours" -j ACCEPT
	check "to nftables" rtr netflowctl enable --hook forward
	equal "no rule of the monitor is in iptables" 4 "$(own_rules "$variant")"
	once "each packet counts once, by a rule of nftables"
	check "to hooks" rtr netflowctl enable --backend hooks --hook forward
	once "by a hook"
	check "back to iptables" rtr netflowctl enable --backend iptables --hook forward
	equal "no hook is left" "" "$(rtr netflowctl get hooks)"
	check "nor a table" eval '! rtr nft list table inet netflow'
	once "by iptables again"
	check "disable" rtr netflowctl disable --all
	equal "takes its own rules" 0 "$(own_rules "$variant")"
	equal "and only these" "$others" "$(all_rules "$variant")"
	topology_down
}

iptables_backend nft
iptables_backend legacy

test_begin "what iptables cannot"
topology_up
need_module
rtr netflowctl enable --hook forward
before=$(rtr netflowctl showconf)
refused "a match of nft" "'tcp dport 80' requires nft" rtr netflowctl enable --debug 1 --backend iptables --match 'tcp dport 80'
refused "ingress" "ingress" rtr netflowctl enable --debug 1 --backend iptables --hook ingress --device src
refused "hooks too" "twice" rtr netflowctl enable --debug 1 --backend iptables --hooks input
refused "a bad device" "'sr c'" rtr netflowctl enable --debug 1 --backend iptables --device 'sr c'
refused "a backend that isn't one" "'tables'" rtr netflowctl enable --debug 1 --backend tables
refused "no program iptables" "install iptables" rtr env PATH="$WORK" "$(command -v netflowctl)" \
	enable --backend iptables
refused "who is not privileged" "must be root|CAP_NET_ADMIN" \
	rtr setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$(command -v netflowctl)" enable \
	--backend iptables
equal "nothing has changed" "$before" "$(rtr netflowctl showconf)"
rtr netflowctl disable
topology_down
