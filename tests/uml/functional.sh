#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The functional tests of the gate, in one boot of the debug kernel. families, faults, maxflows, namespaces, packets and
# settings are not among them: some of their checks expect what a slow kernel with several processors does not do.
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" collector cpus expiry frontends legacy netflowctl offload replay \
	unload
