#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The same packets metered by every front end: nftables' expression, the target of both kinds of iptables, and hooks
# without any rule. Each feeds the monitor that it names, and nothing is metered once the rule is gone.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# Large numbers are replay.sh's. What a stock kernel may do otherwise does not show in them, and they take long under emulation.
FLOWS=1000 PACKETS=10000
in_vm && FLOWS=500 PACKETS=5000

# send FLOWS PACKETS
send() { flowgen_src --seed 7 --flows "$1" --packets "$2" --protocols tcp,udp,icmp,gre >"$OUT"; }

collect() {
	local front_end=$1 metered
	test_begin "$front_end"
	topology_up
	collector_start
	need_module
	exporting 9
	yardstick_on
	check "$front_end: the rule is taken" frontend_on "$front_end"
	send "$FLOWS" "$PACKETS"
	equal "$front_end: metered is what nft counted" "$(yardstick)" "$(metered)"
	equal "$front_end: and what was sent" "$(sent)" "$(metered)"
	check "$front_end: the rule goes away" frontend_off "$front_end"
	metered=$(metered)
	EXPECT=$WORK/expect.unmetered send 300 3000
	equal "$front_end: nothing is metered without it" "$metered" "$(metered)"
	rtr netflowctl flush
	collector_stop
	as_forwarded
	check_collected "$front_end" 9
	check_conserved "$front_end"
	topology_down
}

named() {
	local front_end=$1
	test_begin "$front_end, monitor by name"
	topology_up
	need_module
	check "$front_end: a rule may name a monitor that nobody made" frontend_on "$front_end" wan-1
	send 300 3000
	equal "$front_end: the named monitor meters" "$(sent)" "$(metered wan-1)"
	equal "$front_end: the default monitor does not" "0 0" "$(metered)"
	check_conserved "$front_end, no destination" wan-1
	check "$front_end: the rule goes away" frontend_off "$front_end" wan-1
	topology_down
}

# save_restore IPTABLES: what it lists makes the same rules again
save_restore() {
	local command=$1 saved
	test_begin "$command, save and restore"
	topology_up
	need_module
	rtr "$command" -A FORWARD -j NETFLOW
	rtr "$command" -A FORWARD -p udp -j NETFLOW --monitor udp-only
	saved=$(rtr "$command-save" -t filter | grep ^-A)
	equal "$command-save shows target and monitor" \
		"-A FORWARD -j NETFLOW;-A FORWARD -p udp -j NETFLOW --monitor udp-only" \
		"$(paste -sd ';' <<<"$saved")"
	rtr "$command-save" -t filter >"$WORK/saved"
	rtr "$command" -F FORWARD
	check "$command-restore takes it" rtr "$command-restore" "$WORK/saved"
	equal "the rules are the same" "$saved" "$(rtr "$command-save" -t filter | grep ^-A)"
	refused "$command refuses a bad monitor name" "bad name|a name" \
		rtr "$command" -A FORWARD -j NETFLOW --monitor 'bad name'
	refused "$command refuses a name that is too long" "[Nn]ame|long" \
		rtr "$command" -A FORWARD -j NETFLOW --monitor a23456789012345678901234567890123
	topology_down
}

for front_end in nft iptables-legacy iptables-nft hooks; do
	collect $front_end
	named $front_end
done
in_vm || for command in iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft; do
	save_restore $command
done
