#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Unloading: refused while a rule uses the module, and clean under traffic once the rules are gone, again and again. The lab
# looks for leaked memory afterwards.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

topology_up
need_module

test_begin "in use"
for front_end in nft iptables-legacy iptables-nft; do
	frontend_on $front_end
	refused "not while a rule of $front_end uses it" "in use" modprobe -r nf_netflow
	frontend_off $front_end
done
frontend_on hooks
check "hooks without a rule end with the module" unload
topology_down

test_begin "under traffic"
topology_up
background src flowgen --flows 2000 --packets 4000000 --pps 20000 --protocols tcp,udp,icmp \
	--destination-mac "$(mac rtr src)" rtr
traffic=$BACKGROUND
rounds=10 metered=0
for ((i = 1; i <= rounds; i++)); do
	need_module
	front_end=$(cut -d ' ' -f $((i % 4 + 1)) <<<"$FRONT_ENDS")
	exporting 10 inactive_timeout 1
	frontend_on "$front_end"
	sleep 0.3
	[ "$(statistic metered_packets)" = 0 ] || metered=$((metered + 1))
	if [ "$front_end" != hooks ]; then
		frontend_off "$front_end"
	fi
	wait_for 5 unload || fail "round $i, $front_end: the modules can be unloaded" "$(modprobe -r nf_netflow 2>&1)"
done
equal "unloaded $rounds times, with packets metered each time" $rounds $metered
check "the traffic went on" kill -0 "$traffic"
stop "$traffic"

test_begin "parameters and sysctls"
contend parameters >"$WORK/contend" &
contender=$!
started+=("$contender")
module=$(modinfo -n nf_netflow)
rounds=100 ended=0
for ((i = 0; i < rounds; i++)); do
	if insmod "$module" && rmmod nf_netflow; then
		ended=$((ended + 1))
	fi
done
stop "$contender"
equal "parameters that are in use don't keep the module" $rounds $ended
check "they were read and written meanwhile" grep -qE '^[1-9][0-9]* [1-9]' "$WORK/contend"
need_module
contend_namespaces() { contend namespaces 100 >"$WORK/contend"; }
check "namespaces end while their sysctls are in use" contend_namespaces
check "these were read and written meanwhile" grep -qE '^[1-9][0-9]* [1-9]' "$WORK/contend"

test_begin "flows are exported at unload"
nfcapd_start
need_module
exporting 9
frontend_on nft
flowgen_src --flows 1000 --packets 5000 >"$OUT"
rtr nft flush ruleset
check "the modules can be unloaded" wait_for 5 unload
wait_for 20 has_read "$PORT"
nfcapd_stop
as_forwarded
check "every cached flow was exported before" judge-nfdump "${JUDGE[@]}" "$NFCAPD"
