#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A packet waits for the next one of its CPU before it is counted in its flow. Nobody sees that: not who reads the
# statistics or the flows, not the collector, not at the end of the module.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

# one_packet PROTOCOL: the first and only one of a flow
one_packet() { flowgen_src --flows 1 --packets 1 --protocols "$1"; }

flows() { rtr netflowctl flows --json | jq length; }

active() { rtr sed -nE 's/^Flows: active ([0-9]+) .*/\1/p' /proc/net/stat/ipt_netflow; }

has_expired() { [ "$(statistic expired_inactive)" = 1 ]; }

test_begin "nobody else comes"
topology_up
need_module
exporting 10 active_timeout 3600 inactive_timeout 3600
frontend_on nft
one_packet udp
equal "the statistics have its flow" 1 "$(statistic cached_flows)"
one_packet tcp
equal "/proc has both" 2 "$(active)"
one_packet icmp
equal "the list of flows has it" 3 "$(flows)"

test_begin "flush"
nfcapd_start
one_packet sctp
rtr netflowctl flush
check_conserved "after the flush"
equal "nothing is left" 0 "$(statistic cached_packets)"
wait_for 20 has_read "$PORT"
nfcapd_stop
check "the collector has the flow of each" eval "judge-nfdump '$NFCAPD' | grep -E ' 4 flows'"

test_begin "in time"
rtr netflowctl set inactive_timeout 2
one_packet udplite
check "it expires as others do" wait_for 6 has_expired

test_begin "the end"
nfcapd_start
one_packet dccp
frontend_off nft
check "the modules can be unloaded" wait_for 5 unload
wait_for 20 has_read "$PORT"
nfcapd_stop
check "the last packet was exported" eval "judge-nfdump '$NFCAPD' | grep -E ' 1 flows'"
