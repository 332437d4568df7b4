#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frames that are nearly right, received and sent by a router that meters them at every hook: nothing crashes, all that the
# rules saw is metered or counted as ignored, and the records are right Messages.
#
# NETFLOW_FUZZ_SECONDS (default 45) is how long, NETFLOW_FUZZ_SEED (default 1) which frames: see tests/hostile/fuzz_packets.py.
# Every two minutes a new router begins, as all that is exported is captured. Every tenth round is a short one, whose capture is
# judged: a process of the guest has no room for more.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FUZZ_SECONDS=${NETFLOW_FUZZ_SECONDS:-45}
SEED=${NETFLOW_FUZZ_SEED:-1}

# Devices that take tags and tunnels apart, so that what is in them comes to the hooks, too.
devices() {
	local command
	while read -r command; do
		# shellcheck disable=SC2086 # words
		rtr ip $command 2>"$OUT" || say "        not here: ip $command"
	done <<-END
		link add link src name vlan5 type vlan id 5
		link add link dst name outer type vlan proto 802.1ad id 5
		link add link outer name inner type vlan id 6
		link add ipip1 type ipip local 10.0.1.1 remote 10.0.1.2
		link add sit1 type sit local 10.0.1.1 remote 10.0.1.2
		link add gre1 type gre local 10.0.1.1 remote 10.0.1.2
		link add vxlan1 type vxlan id 1 dstport 4789
		link set vlan5 up
		link set outer up
		link set inner up
		link set ipip1 up
		link set tunl0 up
		link set sit0 up
		link set gre0 up
		link set vxlan1 up
		route add 10.2.0.16/28 dev ipip1
		address add 10.2.0.1/32 dev lo
		address add fd00:2::1/128 dev lo
	END
}

# A rule for each hook; the monitor wire has those where the frames are, the monitor default those of IP.
rules() {
	local hook
	rtr nft -f - <<-'RULES'
		table netdev t {
			chain ingress { type filter hook ingress device "src" priority 0; }
			chain egress { type filter hook egress device "dst" priority 0; }
			chain stacked { type filter hook egress device "inner" priority 0; }
		}
		table inet t {
			chain prerouting { type filter hook prerouting priority -350; }
			chain input { type filter hook input priority 0; }
			chain forward { type filter hook forward priority 0; }
			chain output { type filter hook output priority 0; }
			chain postrouting { type filter hook postrouting priority 300; }
			chain defragment { type filter hook prerouting priority 0; ct state new counter; }
		}
	RULES
	for hook in ingress egress stacked; do
		rtr nftrule add netdev t $hook counter netflow:wire
	done
	for hook in prerouting input forward output postrouting; do
		rtr nft add rule inet t $hook ip daddr "$COLLECTOR4" accept
		rtr nftrule add inet t $hook counter netflow
	done
}

# seen FAMILY CHAIN…: packets that the rules saw
seen() {
	local family=$1 chain
	shift
	for chain; do
		rule_counter "$family" t "$chain"
	done | awk '{ packets += $1 } END { print packets + 0 }'
}

# accounted DESCRIPTION MONITOR SEEN: each is metered, a train as all of its segments, or counted as ignored
accounted() {
	local all
	all=$(statistics "$2" | jq '.metered_packets + .ignored_not_ip + .ignored_truncated + .ignored_repeated')
	between "$1: each packet is metered or ignored" "$3" "$all" $((1000 * $3))
	check_conserved "$1" "$2"
}

# fuzzed NAMESPACE DEVICE SEED SECONDS: in the background, one of the senders
fuzzed() {
	background "$1" "$TESTS/hostile/fuzz_packets.py" --seed "$3" --seconds "$4" "$2"
	senders+=("$BACKGROUND") said+=("$BACKGROUND_OUTPUT")
}

# fuzz SEED SECONDS: by three senders with a seed of their own
fuzz() {
	local senders=() said=() number
	fuzzed src rtr "$1" "$2"
	fuzzed rtr dst $(($1 + 1)) "$2"
	fuzzed rtr inner $(($1 + 2)) "$2"
	for number in 0 1 2; do
		check "sender $number ends well" wait "${senders[number]}"
		say "        $(sed -n '1p;$p' "${said[number]}" | paste -sd ' ')"
	done
}

# round SEED SECONDS [judged]
round() {
	test_begin "frames that are nearly right, seed $1, $2 s"
	topology_up
	devices
	collector_start
	need_module
	rules
	exporting 10 maxflows 20000 queue_size 65535
	rtr netflowctl destination add --monitor wire "$COLLECTOR4:$PORT"
	fuzz "$1" "$2"
	accounted "at the devices" wire "$(seen netdev ingress egress stacked)"
	check "flows can be listed" rtr netflowctl flows --json
	accounted "at the hooks of IP" default "$(seen inet prerouting input forward output postrouting)"
	rtr netflowctl flush --all
	collector_stop
	check_conserved "flushed: devices" wire
	check_conserved "flushed: IP"
	check_destinations "flushed: devices" wire
	check_destinations "flushed: IP"
	[ -z "${3:-}" ] ||
		check "the records are right Messages" judge-capture --no-tshark --protocol 10 "$PCAP"
	topology_down
}

most() { echo $((FUZZ_SECONDS < $1 ? FUZZ_SECONDS : $1)); }

for ((rounds = 0; FUZZ_SECONDS > 0; rounds++, SEED += 3, FUZZ_SECONDS -= seconds)); do
	if ((rounds % 10)); then
		seconds=$(most 120)
		round "$SEED" "$seconds"
	else
		seconds=$(most 45)
		round "$SEED" "$seconds" judged
	fi
done
