#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl doctor: each thing that keeps flows from arriving is broken in turn; the doctor must find it, and the command
# that it tells must mend it. Where nothing is broken it must find nothing.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

diagnosis() { rtr netflowctl doctor --json || true; }
# finds DESCRIPTION STATE CHECK PATTERN
finds() {
	local found
	found=$(diagnosis | jq -r --arg s "$2" --arg c "$3" '.[] | select(.state == $s and .check == $c) | .what' |
		grep -cE -- "$4" || true)
	if [ "$found" -gt 0 ]; then
		ok "$1"
	else
		fail "$1" "$(diagnosis | jq -c '.[]')"
	fi
}
# mends DESCRIPTION CHECK: run the command that the first finding of that check tells, as a person would
mends() {
	local command
	command=$(diagnosis | jq -r --arg c "$2" '[.[] | select(.check == $c and .state != "ok" and .command)][0].command')
	command=${command%%    (*}
	check "$1: '$command'" rtr sh -c "$command"
}
errors() { diagnosis | jq '[.[] | select(.state == "error")] | length'; }
status_is() {
	local status=0
	rtr netflowctl doctor >"$OUT" 2>&1 || status=$?
	equal "$1" "$2" "$status"
}
some() { flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"; rtr netflowctl flush; }
# Nothing is wrong: templates have arrived, packets too.
healthy() { some; [ "$(errors)" = 0 ]; }

topology_up

test_begin "without the module"
finds "it is not loaded" error module "not loaded"
status_is "status" 4
equal "the command" "netflowctl enable" "$(diagnosis | jq -r '.[] | select(.check == "module").command')"
equal "each error has a command" 0 "$(diagnosis | jq '[.[] | select(.state == "error" and .command == null)] | length')"

test_begin "without rules"
need_module
finds "nothing is metered" error feeding "nothing is metered"
mends "mended by" feeding
check "that is no longer found" eval '! diagnosis | matches "nothing is metered"'

test_begin "healthy"
collector_start
exporting 10
rtr netflowctl enable --hook forward
check "nothing is found" wait_for 30 healthy
status_is "status" 0
check "said in words, too" eval 'rtr netflowctl doctor | matches "nothing was found that keeps flows from arriving"'
finds "packets are met" ok rule "packets matched by .*: [0-9]+$"
finds "messages were sent" ok destination "messages sent to $COLLECTOR4:$PORT: [1-9]"
finds "the clock" warning clock "NTP"

test_begin "the collector"
nfcapd_stop
refused_now() { some; diagnosis | matches "nothing listens"; }
check "a closed port is found" wait_for 30 refused_now
nfcapd_start
rtr ip link set col down
finds "no route" error route "no route to $COLLECTOR4|interface col is down"
rtr ip link set col up
neighbours col
rtr ip route add blackhole 192.0.2.0/24
rtr netflowctl set destination 192.0.2.1:2055
finds "a route that forbids" error route "rejects packets|no route"
rtr netflowctl set destination "$COLLECTOR4:$PORT%nowhere"
finds "a device that isn't there" error route "no interface 'nowhere'"
rtr ip link add dummy0 type dummy
rtr ip address add 192.168.9.1/24 dev dummy0
rtr netflowctl set destination "$COLLECTOR4:$PORT@192.168.9.9"
wrong_source() { some; diagnosis | matches "does not have the source address"; }
check "a source address that isn't there" wait_for 20 wrong_source
rtr netflowctl set destination ''
finds "none at all" error destination "no destination"
rtr netflowctl set destination "$COLLECTOR4:$PORT"
check "all is well again" wait_for 60 healthy

test_begin "a firewall"
rtr nft -f - <<-'RULES'
	table inet filter {
		chain output {
			type filter hook output priority 0; policy accept;
			udp dport 2055 drop
		}
	}
RULES
firewalled() { some; diagnosis | matches "firewall on this machine drops"; }
check "that drops messages is found" wait_for 30 firewalled
finds "and which it may be" notice firewall "inet filter output"
check "mended by the command told" rtr sh -c "$(diagnosis |
	jq -r '[.[] | select(.check == "firewall" and .state == "notice")][0].command')"
check "all is well again" wait_for 60 healthy
rtr nft delete table inet filter

test_begin "rules that meet nothing"
rtr nft -f - <<-'RULES'
	table inet filter {
		chain forward {
			type filter hook forward priority 0; policy drop;
		}
	}
RULES
rtr netflowctl enable --hook forward
flowgen_src --seed 3 --flows 3 --packets 9 >"$OUT"
finds "the rule" warning rule "has matched no packet"
finds "the verdict before it" warning verdict "inet filter forward drops packets"
rtr nft delete table inet filter
rtr sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward; echo 0 >/proc/sys/net/ipv6/conf/all/forwarding'
finds "forwarding is off" warning forwarding "does not forward"
mends "mended by" forwarding
check "that is no longer found" eval '! diagnosis | matches "does not forward"'
rtr sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
rtr netflowctl enable --hook ingress --device dummy0
finds "an interface that is down" error rule "dummy0 is down"
rtr ip link set dummy0 up
check "that is no longer found" eval '! diagnosis | matches "dummy0 is down"'

test_begin "losses, a monitor on its own"
rtr netflowctl enable --hook forward --destination ''
some
finds "lost for lack of a destination" warning losses "lost [0-9]+ packets"
rtr netflowctl monitor add lonely
finds "a monitor that nothing feeds" warning feeding "monitor lonely"
collector_stop
rtr netflowctl disable --all

test_begin "conntrack, Secure Boot, clock"
EVENTS=/proc/sys/net/netfilter/nf_conntrack_events
if rtr test -e $EVENTS; then
	rtr sh -c "echo 0 >$EVENTS"
	finds "conntrack events are disabled" notice conntrack "events are disabled"
	mends "mended by" conntrack
	check "that is no longer found" eval '! diagnosis | matches "events are disabled"'
else
	skip "conntrack events are disabled" "this kernel has no nf_conntrack_events"
fi
# with_sysfs FILE…: what the doctor says where these files alone are below /sys, and so no module is loaded
SYSFS=$WORK/sysfs
EFI=$SYSFS/firmware/efi/efivars
mkdir -p "$SYSFS/kernel/security" "$SYSFS/module" "$EFI"
# shellcheck disable=SC2016 # for that shell
with_sysfs() { unshare --mount sh -c 'mount --bind "$0" /sys && netflowctl doctor --json || true' "$SYSFS"; }
said() { with_sysfs | jq -r '.[] | select(.check == "secure-boot") | "\(.state) \(.what)"'; }
equal "Secure Boot is off" "ok Secure Boot is off, this kernel loads modules without a signature" "$(said)"
echo 'none [integrity] confidentiality' >"$SYSFS/kernel/security/lockdown"
printf '\6\0\0\0\1' >"$EFI/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
signed() { tail -c 28 "$(modinfo -n nf_netflow)" | matches 'Module signature appended'; }
if signed; then
	check "a signature may be that of an unknown key" grep -q '^notice .*key may not be enrolled' <<<"$(said)"
else
	check "the module is not signed" grep -q '^error .*requires signed modules.*not signed' <<<"$(said)"
	check "the command" eval 'with_sysfs | matches "mokutil --import"'
fi
echo '[none] integrity confidentiality' >"$SYSFS/kernel/security/lockdown"
equal "Secure Boot without lockdown" "ok Secure Boot is on, this kernel loads modules without a signature" "$(said)"
printf '\6\0\0\0\1' >"$EFI/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"
check "shim that does not check" grep -q '^notice .*shim does not check' <<<"$(said)"
now=$(date +%s)
date -s @1000000000 >"$OUT"
wrong=$(diagnosis)
date -s "@$now" >"$OUT"
check "a clock that was never set" jq -e '.[] | select(.check == "clock" and .state == "error") | .what |
	test("2001-09-09")' <<<"$wrong"

test_begin "without privileges"
unprivileged() { rtr setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"; }
unprivileged "$(command -v netflowctl)" doctor --json >"$WORK/unprivileged" 2>"$OUT" || true
check "it tells what it can" jq -e 'length > 2' "$WORK/unprivileged"
topology_down
