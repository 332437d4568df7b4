#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# CPUs that go offline and come back: their flows expire and are exported all the same, and nothing is lost under traffic.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

ONLINE=/sys/devices/system/cpu/cpu1/online
ROUNDS=10

all_expired() { [ "$(statistic cached_flows)" = 0 ]; }

topology_up
collector_start
need_module
exporting 10 inactive_timeout 8
frontend_on nft

test_begin "a CPU goes"
background src taskset -c 1 flowgen --flows 200 --packets 400 --protocols udp --destination-mac "$(mac rtr src)" \
	--expect "$EXPECT" rtr
wait "$BACKGROUND"
check "it goes offline" eval "echo 0 >$ONLINE"
check "its flows expire" wait_for 120 all_expired
equal "and are all exported" 200 "$(destination sent_flows)"
check_conserved "a CPU goes"
check "it comes back" eval "echo 1 >$ONLINE"

test_begin "CPUs come and go under traffic"
rtr netflowctl set inactive_timeout 2
background src flowgen --flows 500 --packets 1000000 --pps 2000 --protocols udp --destination-mac "$(mac rtr src)" rtr
traffic=$BACKGROUND
changed=0
for ((i = 0; i < ROUNDS; i++)); do
	echo 0 >$ONLINE
	rtr netflowctl flush
	echo 1 >$ONLINE
	changed=$((changed + 1))
done
equal "so many times" $ROUNDS $changed
stop "$traffic"
check "what is left expires" wait_for 120 all_expired
check_conserved "CPUs come and go under traffic"
collector_stop
check_destinations "CPUs come and go under traffic"
