#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A machine that has booted with one of the set-ups beside this script. It leaves flows in the cache when it shuts down.
#
#   machine.sh SETUP
# shellcheck source-path=SCRIPTDIR source=../lib/systemd.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/systemd.sh"

# systemd takes away what the end of a test would.
at_end() { :; }
remove_rules() { :; }
unload() { :; }

active() { systemctl is-active --quiet "$1.service" || { systemctl --no-pager --lines 20 status "$1.service"; return 1; }; }
address() { ip -4 -br address show dev eth0 | matches -w 10.0.2.15/24; }
metered() { netflowctl stats --json | jq '.[0].statistics.metered_packets'; }

test_begin "the boot with $1"
equal "systemd has booted it" systemd "$(cat /proc/1/comm)"
check "no unit waited for itself" eval '! journalctl -b -q -o cat | grep -iE "ordering cycle|to break"'
check "netflow.service is active" active netflow
check "so is the unit that flushes" active netflow-flush
check "so is the watcher" active netflow-watch
case $1 in
ifupdown) units="networking nftables" ;;
networkd) units="systemd-networkd nftables" ;;
*) units="NetworkManager $([ "$1" = firewalld ] && echo firewalld || echo nftables)" ;;
esac
for unit in $units; do
	check "so is $unit.service" wait_for 300 active "$unit"
done
if [ "$1" != firewalld ]; then
	check "cloud-init ran" eval 'journalctl -b -q -o cat | matches -i "cloud-init v"'
fi
check "the interface is up" wait_for 120 address
check "netflowctl's table is there" wait_for 60 nft list table inet netflow

test_begin "flows in the cache"
check "a host outside answers" ping -q -c 5 -i 0.2 10.0.2.2
check "its pings are metered" [ "$(metered)" -ge 5 ]
equal "nothing is exported yet" 0 "$(netflowctl stats --json | jq '.[0].statistics.exported_packets')"
metered >/results/metered
