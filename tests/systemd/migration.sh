#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The machine of migration.before, which ran ipt_NETFLOW, goes on as it did; then it goes over to netflow.service.
# shellcheck source-path=SCRIPTDIR source=../lib/systemd.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/systemd.sh"

CONF=/etc/modprobe.d/ipt_netflow.conf

settings() {
	local name
	for name in destination hashsize inactive_timeout maxflows; do
		printf '%s=%s\n' $name "$(cat /proc/sys/net/netflow/$name)"
	done
}

test_begin "the first boot without ipt_NETFLOW"
is_booted
for unit in systemd-modules-load netfilter-persistent ipt_netflow; do
	check "$unit.service is active" systemctl is-active $unit.service
done
wanted="destination=127.0.0.1:9995
hashsize=4096
inactive_timeout=20
maxflows=1000000"
equal "the settings are those of modprobe.d and of the service's file" "$wanted" "$(settings)"
check "the file of modprobe.d has both, and all else that it had" diff - $CONF <<'FILE'
# the collector of the second floor
# Parameters that this version does not have: natevents=1
options ipt_NETFLOW inactive_timeout=20 maxflows=1000000 hashsize=4096 destination=127.0.0.1:9995
softdep nf_netflow post: ipt_NETFLOW
FILE
equal "the rules are those of iptables, and no others" "-A INPUT -j NETFLOW
-A INPUT -s 192.0.2.1/32 -j DROP
-A OUTPUT -j NETFLOW" "$(iptables-save | grep ^-A)"
check "nftables has no table of netflowctl's" eval '! nft list table inet netflow'
check "the log of the start says so" grep -q "already has 2 NETFLOW rules" /var/log/ipt_netflow.log
exports_to 9995

test_begin "netflow.service takes over, as the manual says"
check "what is set is saved" netflowctl save
check "ipt_netflow.service is no more" systemctl disable --now ipt_netflow.service
check "the modules are unloaded" eval '! loaded nf_netflow'
check "its rules are gone" eval '! iptables-save | grep NETFLOW'
check "others stay" eval 'iptables-save | grep 192.0.2.1'
rm $CONF
printf 'rule = input,output\n' >>/etc/netflow/netflow.conf
check "netflow.service is enabled" systemctl enable --now netflow.service
equal "with the same settings" "$wanted" "$(settings)"
exports_to 9995

test_begin "one of the two services"
check "ipt_netflow.service starts" systemctl start ipt_netflow.service
equal "netflow.service and its watcher stop" "inactive inactive" \
	"$({ systemctl is-active netflow.service netflow-watch.service || true; } | xargs)"
equal "the settings are those of the one that was started" 1000000 "$(cat /proc/sys/net/netflow/maxflows)"
check "netflow.service starts" systemctl start netflow.service
equal "ipt_netflow.service stops" inactive "$(systemctl is-active ipt_netflow.service || true)"
equal "the settings are those of the file" "$wanted" "$(settings)"
check "and its watcher is there" systemctl is-active netflow-watch.service
