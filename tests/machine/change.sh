#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Other versions of the packages come, under traffic. Metering goes on with the modules that are loaded, and loses nothing;
# the command that doctor tells brings the new ones.
#
#   change.sh VERSION       they are in /root/VERSION; what DKMS would build is in /root/dkms/VERSION: a compiler takes an
#                           hour on an emulated processor
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"
NEW=$1

# apt_installs: as an operator types it, though a downgrade wants a word more
apt_installs() {
	local packages=()
	mapfile -t packages < <(find "/root/$NEW" -name '*.deb' ! -name '*dbgsym*')
	cp -a "/root/dkms/$NEW" /var/lib/dkms/netflow/
	DEBIAN_FRONTEND=noninteractive apt-get -q -y --allow-downgrades install "${packages[@]}"
}

loaded_version() { cat /sys/module/nf_netflow/version; }

# What doctor tells, as one copies it.
advice() { { netflowctl doctor --json || true; } | jq -r '.. | objects | select(.check? == "module") | .command // empty'; }

machine_is_up
is_metering
watcher=$(systemctl show -p MainPID netflow-watch)

test_begin "from $NETFLOW_EXPECTED to $NEW"
topology_up
nfcapd_start
traffic_begin
check "apt installs them" apt_installs
equal "nothing is half configured" "" "$(dpkg --audit)"
equal "the tools are the new ones" "$NEW" "$(netflowctl --version | sed -nE '1s/.* ([0-9.]+)$/\1/p')"
equal "the modules that meter are the old ones" "$NETFLOW_EXPECTED" "$(loaded_version)"
check "DKMS has installed the new ones" eval "dkms status -m netflow | grep '$NEW.*installed'"
equal "DKMS has no others" "" "$(dkms status -m netflow | grep -vF "$NEW" || true)"
check "the service goes on" systemctl is-active --quiet netflow
check "the watcher is the new one" eval \
	"systemctl is-active --quiet netflow-watch && [ '$watcher' != \"\$(systemctl show -p MainPID netflow-watch)\" ]"
traffic_end
equal "all packets are metered" "$(sent)" "$(metered)"
netflowctl flush
arrives
check "nfdump has exactly these flows" judge-nfdump "${JUDGE[@]}" "$NFCAPD"
topology_down
firewall_is_up

test_begin "another module of the new version beside the old ones"
if modprobe xt_NETFLOW 2>"$WORK/said"; then
	check "it loads, and works" iptables -A INPUT -p tcp --dport 9999 -j NETFLOW
	iptables -D INPUT -p tcp --dport 9999 -j NETFLOW
else
	check "it is refused" grep -qE 'Invalid argument|disagrees|Unknown symbol|Exec format' "$WORK/said"
fi
modprobe -q -r xt_NETFLOW || true

test_begin "the new modules"
command=$(advice)
check "doctor tells a command" test -n "$command"
check "it works: $command" sh -c "$command"
NETFLOW_EXPECTED=$NEW
is_metering
meters_exactly "with the new modules"
firewall_is_up
