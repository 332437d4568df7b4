# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the machines of boots.d/ have in common, before they boot for the first time: an interface, a firewall for plain nft,
# netflow.service, which meters pings and keeps their flows, and cloud-init, which has nothing to do.
set -euo pipefail

echo virtio_net >/etc/modules-load.d/interface.conf

mkdir -p /etc/netflow
cat >/etc/netflow/netflow.conf <<'CONF'
active_timeout = 3600
inactive_timeout = 3600
destination = 10.0.2.2:2055
rule = output meta l4proto icmp
CONF

cat >/etc/nftables.conf <<'NFT'
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority 0; policy accept;
		tcp dport 23 drop
	}
}
NFT

# cloud_init: its generator, which does not run here, adds the target to the boot.
cloud_init() {
	mkdir -p /etc/cloud/cloud.cfg.d /etc/systemd/system/multi-user.target.wants
	printf 'datasource_list: [ None ]\nnetwork: { config: disabled }\n' >/etc/cloud/cloud.cfg.d/99-machine.cfg
	enable cloud-init-local cloud-init-main cloud-init cloud-init-network cloud-config cloud-final
	ln -sf /lib/systemd/system/cloud-init.target /etc/systemd/system/multi-user.target.wants/
}

# enable UNIT…: those that this suite has
enable() {
	local unit
	for unit; do
		if [ -e "/lib/systemd/system/$unit.service" ] || [ -e "/usr/local/lib/systemd/system/$unit.service" ]; then
			systemctl -q enable "$unit.service"
		fi
	done
}

# All of them are enabled once they are installed.
systemctl -q disable networking NetworkManager systemd-networkd firewalld nftables 2>/dev/null || true
enable netflow
