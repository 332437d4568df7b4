#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What depends on the kernel's version and the distribution's tools, in one boot of a stock kernel.
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" frontends netflowctl nft nft_errors
