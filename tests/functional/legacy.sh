#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What scripts written for ipt_netflow rely on: the module's name and parameters, sysctl names and defaults,
# /proc/net/stat/ipt_netflow.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

STAT=/proc/net/stat/ipt_netflow

test_begin "modprobe ipt_NETFLOW"
check "the old name loads the modules" modprobe ipt_NETFLOW destination=192.0.2.5:9995 active_timeout=120 \
	inactive_timeout=20 maxflows=1000 debug=1 hashsize=4096 sndbuf=65536
check "the core" loaded nf_netflow
check "and the target" loaded xt_NETFLOW
equal "with its parameters" "192.0.2.5:9995 120 20 1000 1 4096 65536" \
	"$(sysctl -n net.netflow.{destination,active_timeout,inactive_timeout,maxflows,debug,hashsize,sndbuf} | paste -sd ' ')"
unload
modprobe ipt_NETFLOW
equal "without parameters the defaults" "1800 15 2000000 0" \
	"$(sysctl -n net.netflow.{active_timeout,inactive_timeout,maxflows,debug} | paste -sd ' ')"
equal "no aggregation" "" "$(sysctl -n net.netflow.aggregation)"
check "hashsize and sndbuf are there" sysctl net.netflow.hashsize net.netflow.sndbuf
for setting in active_timeout inactive_timeout debug hashsize sndbuf destination aggregation maxflows; do
	if [ ! -w /proc/sys/net/netflow/$setting ]; then
		fail "net.netflow.$setting can be set"
	fi
done
ok "all names of the manual can be set"

test_begin "the old way, whole"
topology_up
collector_start
rtr sysctl -qw net.netflow.protocol=5 net.netflow.destination="$COLLECTOR4:$PORT" net.netflow.inactive_timeout=3600
for command in iptables ip6tables; do
	rtr $command-legacy -I FORWARD -j NETFLOW
done
flowgen_src --ipv4 --flows 100 --packets 1000 >"$OUT"
rtr sysctl -qw net.netflow.flush=1
collector_stop
as_forwarded
check_collected "iptables and sysctl" 5
rtr sysctl -qw net.netflow.protocol=9
equal "the namespace's own settings" "$COLLECTOR4:$PORT" "$(rtr sysctl -n net.netflow.destination)"
equal "other namespaces keep theirs" 10 "$(src sysctl -n net.netflow.protocol)"

# line NUMBER REGULAR-EXPRESSION: of the file in rtr
line() {
	local text
	text=$(rtr sed -n "$1p" $STAT)
	if [[ $text =~ $2 ]]; then
		ok "$STAT line $1: ${text%%[:<]*}"
	else
		fail "$STAT line $1" "$text" "does not match: $2"
	fi
}

test_begin "$STAT"
n='[0-9]+'
line 1 "^Flows: active $n \(peak $n reached ${n}d${n}h${n}m ago\), mem ${n}K$"
line 2 "^Hash: size $n \(mem ${n}K\), metric $n\.$n, $n\.$n, $n\.$n, $n\.$n\. MemTraf: $n pkt, $n K \(pdu $n, $n\)\.$"
line 3 "^Timeout: active 1800, inactive 3600\. Maxflows 2000000$"
line 4 "^Rate: $n bits/sec, $n packets/sec; Avg 1 min: $n bps, $n pps; 5 min: $n bps, $n pps$"
line 5 "^cpu#  stat: <search found new, trunc frag alloc maxflows>, sock: <ok fail cberr, bytes>, traffic: <pkt, bytes>, drop: <pkt, bytes>$"
line 6 "^Total stat: +$n +$n +$n, +$n +$n +$n +$n, sock: +$n $n $n, $n K, traffic: $n, $n MB, drop: $n, $n K$"
equal "the sockets have a line each" 1 "$(rtr grep -c '^sock0: .*, sndbuf [0-9]*, filled [0-9]*, peak [0-9]*; err: sndbuf reached [0-9]*' $STAT)"
equal "the total traffic is what was metered" "$(metered | cut -d ' ' -f 1)" \
	"$(rtr sed -n 's/^Total .*traffic: \([0-9]*\),.*/\1/p' $STAT)"
# shellcheck disable=SC2016 # awk's own
equal "found and new are the packets" "$(metered | cut -d ' ' -f 1)" \
	"$(rtr awk '/^Total/ { print $4 + $5 }' $STAT)"
equal "another namespace has its own file" 0 "$(src sed -n 's/^Total .*traffic: \([0-9]*\),.*/\1/p' $STAT)"
