#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Requests, rules and tables that are valid, nearly valid or garbage. Whatever the kernel took of it, every packet is
# accounted for and the modules can be unloaded; the lab looks for splats.
#
# NETFLOW_FUZZ_SECONDS (default 60) is how long, NETFLOW_FUZZ_SEED (default 1) which ones: see tests/hostile/fuzz_netlink.py.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

FUZZ_SECONDS=${NETFLOW_FUZZ_SECONDS:-60}
SEED=${NETFLOW_FUZZ_SEED:-1}

ip netns add rtr
rtr ip link set lo up
modprobe -a nf_netflow nft_netflow xt_NETFLOW

test_begin "fuzzing for $FUZZ_SECONDS s"
check "it goes on to its end" rtr "$TESTS/hostile/fuzz_netlink.py" --seconds "$FUZZ_SECONDS" --seed "$SEED"
sed 's/^/        /' "$OUT"
counts=$(tail -n 1 "$OUT")
for interface in netlink nf_tables ip_tables; do
	equal "$interface: some were taken, some refused" true \
		"$(jq ".$interface | .accepted > 0 and .refused > 0" <<<"$counts")"
done

test_begin "afterwards"
rtr nft flush ruleset
rtr iptables-legacy -F
for monitor in $(rtr netflowctl show --json | jq -r '.monitors[].name'); do
	rtr netflowctl set --monitor "$monitor" hooks '' destination '' || fail "$monitor can be configured"
	rtr netflowctl flush --monitor "$monitor"
done
equal "every monitor has accounted for its packets" "" "$(rtr netflowctl stats --json |
	jq -r ".[] | select(.statistics.metered_packets > 0) | .name + \" \" + ([.] | $CONSERVATION)")"
rtr netflowctl set --monitor default active_timeout 60 inactive_timeout 15 maxflows 1000 aggregation ''
metered=$(statistic metered_packets)
rtr netflowctl enable --hook output --match 'udp dport 9'
rtr bash -c 'for i in {1..10}; do echo packet >/dev/udp/127.0.0.1/9; done'
equal "packets are metered as before" $((metered + 10)) "$(statistic metered_packets)"
check_conserved "then"
