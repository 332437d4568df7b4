#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The functional tests of what is exported when, in a boot of the debug kernel of their own; see metering.sh.
#
#   tests/uml/records.sh [--list]
NAMES="collector expiry families frontends fuzz_packets legacy next_hops observation offload options packets replay tags tunnels
	vrf"
if [ "${1:-}" = --list ]; then
	# shellcheck disable=SC2086 # a list of words
	printf '%s.sh\n' $NAMES
	exit
fi
# shellcheck disable=SC2086 # a list of words
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" $NAMES
