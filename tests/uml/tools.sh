#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The functional tests of the tools, in a boot of the debug kernel of their own; metering.sh has all others. Of the rulesets
# and rules for nft a few are tried: all take this kernel half an hour. nft_large, which measures too, is in neither.
#
#   tests/uml/tools.sh [--list]
NAMES="backends configuration doctor events ipt_netflow netflowctl nft nft_confined nft_corpus nft_errors nft_law rules settings top versions ynl"
if [ "${1:-}" = --list ]; then
	# shellcheck disable=SC2086 # a list of words
	printf '%s.sh\n' $NAMES nft_large
	exit
fi
export NETFLOW_CORPUS_STEP=40 NETFLOW_LAW_STEP=200
# shellcheck disable=SC2086 # a list of words
exec "$(dirname "${BASH_SOURCE[0]}")/../functional/run" $NAMES
