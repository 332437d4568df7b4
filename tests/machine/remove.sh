#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The packages are removed under traffic: what was metered arrives, nothing of them is left in the kernel, and the firewall
# stays.
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"

read -ra packages <<<"$NETFLOW_PACKAGES"
machine_is_up
is_metering

test_begin "remove"
topology_up
nfcapd_start
traffic_begin
check "apt removes them" apt-get -q -y remove "${packages[@]}"
traffic_end
wait_for 20 has_read "$PORT"
nfcapd_stop
check "what was metered has arrived" eval "judge-nfdump '$NFCAPD' | grep -E ' [1-9][0-9]* flows'"
check "no module is left in the kernel" eval '! loaded nf_netflow && ! loaded nft_netflow && ! loaded xt_NETFLOW'
equal "no table of theirs is left" "table inet firewall" "$(nft list tables)"
equal "no service of theirs runs" "" \
	"$(systemctl list-units --no-legend --plain 'netflow*' 'ipt_netflow*' | grep -v netflow-lab || true)"
check "nft is the stock one" eval "dpkg -S /usr/sbin/nft | grep '^nftables'"
topology_down
firewall_is_up
check "the settings stay" test -s /etc/netflow/netflow.conf
