# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Metering in the namespace rtr: rules by every front end, settings, statistics.

# statistics [MONITOR]: the JSON object of netflowctl
statistics() { rtr netflowctl stats --json "${1:-default}" | jq '.[0].statistics'; }
# statistic NAME [MONITOR]
statistic() { rtr netflowctl stats --json "${2:-default}" | jq -r ".[0].statistics.$1"; }
# destination NAME [MONITOR]: the sum over the monitor's destinations (of text: the first)
destination() {
	rtr netflowctl show --json "${2:-default}" | jq -r "[.monitors[0].destinations[].$1] |
		if (.[0] | type) == \"number\" then add else (.[0] // 0) end"
}

# The law of conservation, in packets and in bytes; the difference, empty where it holds.
# shellcheck disable=SC2016 # jq's own variables
CONSERVATION='.[0].statistics as $s | ("packets", "bytes") as $unit | def n($what): $s[$what + "_" + $unit];
	(n("metered") - n("exported") - n("lost_memory") - n("lost_backlog") - n("lost_no_destination")
	- n("cached")) as $rest | if n("metered") == 0 then "no \($unit) are metered" elif $rest == 0 then empty
	else "\($unit): \($rest) neither exported, lost nor cached" end'

# check_conserved DESCRIPTION [MONITOR]: while no packet is metered
check_conserved() {
	local all rest
	all=$(rtr netflowctl stats --json "${2:-default}")
	rest=$(jq -r "$CONSERVATION" <<<"$all")
	if [ -z "$rest" ]; then
		ok "$1: metered = exported + lost + cached"
	else
		fail "$1: metered = exported + lost + cached" "$rest" "$(jq '.[0].statistics' <<<"$all")"
	fi
}

# A destination counts from when it was made: what was exported before that.
EARLIER_PACKETS=0 EARLIER_BYTES=0

# destination_is LIST: other destinations than before, from now on
destination_is() {
	EARLIER_PACKETS=$(statistic exported_packets)
	EARLIER_BYTES=$(statistic exported_bytes)
	rtr netflowctl set destination "$1"
}

# unaccounted MONITOR: the destinations whose counts differ from what was exported
unaccounted() {
	rtr netflowctl show --json "$1" | jq -r --argjson packets "$EARLIER_PACKETS" \
		--argjson bytes "$EARLIER_BYTES" '.monitors[0] | .statistics as $s | .destinations[] |
		select(.sent_flow_packets + .queued_flow_packets + .lost_flow_packets
		!= $s.exported_packets - $packets or .sent_flow_bytes + .queued_flow_bytes + .lost_flow_bytes
		!= $s.exported_bytes - $bytes or .lost_flows != .lost_queue + .lost_encode + .lost_memory +
		.lost_removed) | "exported \($s.exported_packets) \($s.exported_bytes)", tostring'
}
# destinations_agree MONITOR: there are none; what there is, is in $UNACCOUNTED
destinations_agree() {
	UNACCOUNTED=$(unaccounted "$1") || UNACCOUNTED="they cannot be read"
	[ -z "$UNACCOUNTED" ]
}

# check_destinations DESCRIPTION [MONITOR]: what was exported was sent, waits, or was lost by cause. Statistics and destinations
# are read one after the other: flows that are exported in between must have been counted a moment later.
check_destinations() {
	wait_for 20 destinations_agree "${2:-default}" || true
	equal "$1: exported = sent + queued + lost at each destination" "" "$UNACCOUNTED"
}

# exporting PROTOCOL [SETTING…]: from now on to nfcapd; flows stay in the cache until flushed
exporting() {
	local protocol=$1
	shift
	rtr netflowctl set protocol "$protocol" active_timeout 3600 inactive_timeout 3600 \
		destination "$COLLECTOR4:$PORT" "$@"
}

need_module() { loaded nf_netflow || modprobe nf_netflow; }

# shellcheck disable=SC2034 # for the test files
FRONT_ENDS="nft iptables-legacy iptables-nft hooks"

# frontend_on FRONT-END [MONITOR]: meter what rtr forwards
frontend_on() {
	local monitor=${2:-default} command
	case $1 in
	nft) rtr netflowctl enable --hook forward --monitor "$monitor" ;;
	hooks) rtr netflowctl enable --backend hooks --hook forward --monitor "$monitor" ;;
	iptables-*)
		for command in "$1" "ip6${1#ip}"; do
			rtr "$command" -A FORWARD -j NETFLOW ${2:+--monitor "$2"}
		done
		;;
	esac
}

frontend_off() {
	local monitor=${2:-default} command
	case $1 in
	nft | hooks) rtr netflowctl disable --monitor "$monitor" ;;
	iptables-*)
		for command in "$1" "ip6${1#ip}"; do
			rtr "$command" -D FORWARD -j NETFLOW ${2:+--monitor "$2"}
		done
		;;
	esac
}

# The yardstick: the counter of nftables itself, in a table of its own, just before the rule.
yardstick_on() {
	rtr nft -f - <<-'RULES'
		table inet yardstick {
			chain forward {
				type filter hook forward priority -10
				counter
			}
		}
	RULES
}

# yardstick: packets and bytes
yardstick() {
	rtr nft -j list chain inet yardstick forward |
		jq -r '.nftables[].rule?.expr[]?.counter? | values | "\(.packets) \(.bytes)"'
}

# rule_counter FAMILY TABLE CHAIN: packets and bytes of the counter beside the expression netflow
rule_counter() {
	rtr nftrule list "$@" | sed -n 's/.*counter packets \([0-9]*\) bytes \([0-9]*\) .*netflow.*/\1 \2/p'
}

# metered: packets and bytes
metered() {
	rtr netflowctl stats --json "${1:-default}" |
		jq -r '.[0].statistics | "\(.metered_packets) \(.metered_bytes)"'
}
