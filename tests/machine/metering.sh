#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A later boot, perhaps of another kernel: it meters without a hand.
# shellcheck source-path=SCRIPTDIR source=../lib/machine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/machine.sh"

machine_is_up
is_metering
meters_exactly "after a boot"
firewall_is_up
