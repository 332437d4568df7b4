#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What depends on the kernel's version and the distribution's tools, in one boot of a stock kernel. What trixie's nft says
# of errors does not depend on the kernel, and is seen in the UML kernel.
. /etc/os-release
names=(frontends netflowctl nft)
[ "$VERSION_CODENAME" = trixie ] || names+=(nft_errors)
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" "${names[@]}"
