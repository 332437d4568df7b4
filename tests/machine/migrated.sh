#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A machine that had ipt_NETFLOW of Debian, with options in /etc/modprobe.d, a sysctl, and a rule that netfilter-persistent
# loads. The packages took its place, and nobody edited anything.
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"

test_begin "the machine"
equal "systemd has booted it" systemd "$(cat /proc/1/comm)"
equal "ipt_NETFLOW's package is gone" "" "$(dpkg --get-selections iptables-netflow-dkms 2>"$OUT" | grep -w install || true)"
check "the rules were loaded at boot" systemctl is-active --quiet netfilter-persistent
equal "all of them" "-A FORWARD -j NETFLOW
-A FORWARD -s 192.0.2.0/24 -j DROP" "$(iptables-save -t filter | grep '^-A')"
equal "by the module of this project" "$NETFLOW_EXPECTED" "$(cat /sys/module/nf_netflow/version)"
equal "with the options of modprobe.d" "$COLLECTOR4:$PORT 5 3600 3601" "$(sysctl -n net.netflow.destination \
	net.netflow.protocol net.netflow.active_timeout net.netflow.inactive_timeout | xargs)"
equal "and the sysctl" 1234567 "$(sysctl -n net.netflow.maxflows)"
check "its statistics are where they were" grep -q '^Flows: active [0-9]' /proc/net/stat/ipt_netflow
meters_exactly "by the old rule" --ipv4
