#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# All functional tests, in one boot of the debug kernel.
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run"
