#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A check or a transaction that fails has no effect that anybody sees: no Message to a collector, no event, no monitor. Rules
# that stay announce their monitors within seconds, or with the first flow.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

EVENTS=$WORK/events
MESSAGES=$WORK/messages

# The collector of the default destination; it prints the length of each Message.
COLLECTOR='import socket
collector = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
collector.bind(("127.0.0.1", 2055))
while True:
    print(len(collector.recv(65536)))'

# shellcheck disable=SC2016 # for the shell in wait_for
listen() {
	forget
	background rtr sh -c "exec python3 -uc '$COLLECTOR' >>'$MESSAGES'"
	background rtr sh -c "exec netflowctl events --json >>'$EVENTS'"
	wait_for 20 rtr grep -q ':0807 ' /proc/net/udp
	wait_for 20 eval 'rtr netflowctl monitor add sign; rtr netflowctl monitor delete sign; [ -s "$EVENTS" ]'
	sleep 0.5
	forget
}
forget() {
	: >"$EVENTS"
	: >"$MESSAGES"
}
events() { jq -r '"\(.event) \(.monitor)"' "$EVENTS" | paste -sd , -; }
told() { [[ $(events) == *$1* ]]; }
nft() { rtr netflowctl nft "$@"; }
monitors() { rtr netflowctl show --json | jq -c '[.monitors[].name]'; }

# nothing_came: since both were forgotten
nothing_came() {
	sleep 1.5
	equal "no Message is sent" "" "$(cat "$MESSAGES")"
	equal "no event is reported" "" "$(events)"
	equal "no monitor is left" '["default"]' "$(monitors)"
	forget
}

ip netns add rtr
rtr ip link set lo up
need_module
nft 'add table inet t; add chain inet t c { type filter hook forward priority 0; }'
listen

test_begin "nft"
check "a check of a new monitor" nft -c add rule inet t c netflow monitor new
check "a check of the default monitor" nft -c add rule inet t c netflow
refused "a transaction that fails" "File exists" \
	nft 'add rule inet t c netflow; add rule inet t c netflow monitor new; create table inet t'
nothing_came

test_begin "iptables"
for command in iptables-legacy-restore iptables-nft-restore; do
	# The second target is not for this table, which only the kernel knows.
	printf '%s\n' '*filter' '-A FORWARD -j NETFLOW --monitor new' '-A FORWARD -j CT --notrack' COMMIT >"$WORK/rules"
	refused "$command: rules that the kernel refuses" . rtr $command "$WORK/rules"
done
nothing_came

test_begin "netlink"
refused "a new monitor with a bad setting" . rtr genl-set --monitor new --command 2 13 text 127.0.0.1:2055 1 u32 0
refused "a new monitor with a bad hook" . rtr genl-set --monitor new --command 2 15 text garbage
nothing_came

test_begin "a rule that stays"
begin=$(now_ms)
check "is added" nft add rule inet t c netflow monitor stays
check "its monitor is reported" wait_for 10 told "monitor-new stays"
check "its templates are sent" wait_for 10 test -s "$MESSAGES"
between "both within ms" 0 $(($(now_ms) - begin)) 4000
wait_for 10 told destination-up
nft flush chain inet t c
check "its end is reported" wait_for 10 told "monitor-del stays"
equal "that is all" "monitor-new stays,destination-up stays,monitor-del stays" "$(events)"
forget

test_begin "a rule with packets"
nft 'add chain inet t o { type filter hook output priority 0; }; add rule inet t o udp dport 9 netflow monitor meters'
rtr bash -c 'echo packet >/dev/udp/127.0.0.1/9'
rtr netflowctl flush --monitor meters
check "its flow is sent" wait_for 10 test -s "$MESSAGES"
wait_for 10 told destination-up
equal "its monitor is reported first" "monitor-new meters,destination-up meters" "$(events)"
forget

test_begin "explicit settings"
check "create a monitor" rtr netflowctl monitor add explicit --active-timeout 60
check "it is reported at once" wait_for 10 told "monitor-changed explicit"
equal "as new, then as changed" "monitor-new explicit,monitor-changed explicit" "$(events)"
