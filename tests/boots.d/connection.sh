# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# eth0 as a connection of NetworkManager
mkdir -p /etc/NetworkManager/system-connections
cat >/etc/NetworkManager/system-connections/eth0.nmconnection <<'CONF'
[connection]
id=eth0
type=ethernet
interface-name=eth0
[ipv4]
method=manual
address1=10.0.2.15/24,10.0.2.2
[ipv6]
method=disabled
CONF
chmod 600 /etc/NetworkManager/system-connections/eth0.nmconnection
