#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# nft 1.0.6, which is bookworm's, in a boot of the debug kernel with that suite's programs; tools.sh has trixie's.
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" nft nft_errors
