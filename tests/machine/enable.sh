#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What an operator does once, after `apt install`: meter, save, let it begin at boot. Then traffic.
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"

machine_is_up
check "nothing is metered before" eval '! systemctl is-active --quiet netflow && ! loaded nf_netflow'
check "enable" netflowctl enable --hook forward --destination "$COLLECTOR4:$PORT" --protocol ipfix \
	--active-timeout 3600 --inactive-timeout 3601 --template-refresh-timeout 1 --save
check "the service is enabled and started" systemctl enable --now netflow
is_metering
meters_exactly "after enable"
firewall_is_up
