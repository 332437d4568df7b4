#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The boot after the packages were removed: as if they had never been there. Then they are purged.
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"

read -ra packages <<<"$NETFLOW_PACKAGES"
machine_is_up
check "no module is loaded" eval '! loaded nf_netflow && ! loaded nft_netflow && ! loaded xt_NETFLOW'
equal "nothing failed at boot" "" "$(systemctl --failed --no-legend --plain | grep -i netflow || true)"
# Those that left a configuration: the others are nothing that apt has ever heard of.
known=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
mapfile -t left < <(sed -n 's/^config-files //p' <<<"$known")
check "apt purges them" apt-get -q -y purge "${left[@]}"
check "the firewall loads again" systemctl restart nftables
firewall_is_up
files=$(find /etc /usr /lib /boot /var/lib/dkms /var/lib/systemd -xdev -iname '*netflow*' ! -path '/usr/src/linux-*' \
	! -path '*/lib/modules/*/kernel/*' 2>/dev/null)
equal "nothing is left" "" "$files"
