# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What unit tests that are scripts count; the last line of each is `N passed, N failed`.
passed=0 failed=0

# equal NAME WANTED GOT
equal() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
		printf 'ok      %s\n' "$1"
	else
		failed=$((failed + 1))
		printf 'FAILED  %s\n        expected: %s\n        got:      %s\n' "$1" "$2" "$3"
		printf '        at:       %s:%d: %s\n' "$(basename "$0")" "${BASH_LINENO[0]}" "$(sed -n "${BASH_LINENO[0]}p" "$0")"
	fi
}
