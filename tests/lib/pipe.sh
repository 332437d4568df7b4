# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The end of a pipe. What ends before it has read everything (grep -q, head) kills who still writes, now and then, and
# pipefail makes a failure of it: tests/style lets neither stand behind a pipe. `sed -n 1p` is a head that reads on.

# matches [OPTION…] PATTERN: grep -q that reads to the end
matches() {
	local lines
	# shellcheck disable=SC2034 # only grep's status is wanted
	lines=$(grep "$@")
}
