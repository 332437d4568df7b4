#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What depends on the kernel's version and the distribution's tools, in one boot of a stock kernel. What trixie's nft says
# of errors does not depend on the kernel, and is seen in the UML kernel.
#
#   tests/vm/functional.sh [--all]
#
# --all adds the front ends, which take the emulator long: what they do in this kernel, the other files show in small.
. /etc/os-release
names=(netflowctl nft)
[ "$VERSION_CODENAME" = trixie ] || names+=(nft_errors)
[ "${1:-}" != --all ] || names+=(frontends)
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" "${names[@]}"
