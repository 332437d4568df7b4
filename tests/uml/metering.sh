#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The functional tests, in one boot of the debug kernel. faults comes last: debugging of objects is off after a failed
# allocation. Of the rulesets for nft every twenty-fourth is tried: all take this kernel half an hour. nft_large, which
# measures too, is not among them.
export NETFLOW_CORPUS_STEP=24
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mapfile -t names < <(cd "$HERE/../functional" && printf '%s\n' *.sh | grep -vxE '(faults|nft_large).sh')
exec "$HERE/../functional/run" "${names[@]}" faults
