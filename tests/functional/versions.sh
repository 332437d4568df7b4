#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl and modules of different versions: another protocol is refused with a sentence, another version of the same
# protocol works, and the doctor tells it.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

NEWER=$TOOLS/netflowctl-newer OLDER=$TOOLS/netflowctl-older

status_is() {
	local status=0
	"${@:3}" >"$OUT" 2>&1 || status=$?
	equal "$1" "$2" "$status"
}

[ -x "$OLDER" ] || "$TESTS/tools/netflowctl-versions" "$TOOLS" >"$OUT" 2>&1 || { tail_of "$OUT"; exit 1; }

test_begin "another protocol"
need_module
for command in "show" "set debug 1" "flows" "stats" "monitor list" "showconf" "enable --hook forward"; do
	# shellcheck disable=SC2086 # words
	refused "$command" "older than this netflowctl .*protocol 1, not 2" "$NEWER" $command
done
refused "what to do" "modprobe -r" "$NEWER" show
status_is "status" 1 "$NEWER" status
status_is "doctor" 4 "$NEWER" doctor
status_is "what needs no module works" 0 "$NEWER" fields
netflowctl rule add --hook forward
check "rules can be taken away" "$NEWER" rule delete --all
equal "none is left" '[]' "$(netflowctl rule list --json | jq -c .)"

test_begin "a program that knows less"
check "works" "$OLDER" enable --hook forward
equal "what it does not know it leaves out" null "$("$OLDER" stats --json | jq '.[0].statistics.expired_end')"
equal "the rest is there" 0 "$("$OLDER" stats --json | jq '.[0].statistics.expired_inactive')"
check "as text" "$OLDER" show
metrics() { "$OLDER" stats --openmetrics | judge-openmetrics; }
check "as OpenMetrics" metrics
configuration() { "$OLDER" showconf | "$OLDER" setconf -; }
check "the configuration" configuration
differs() { "$OLDER" show | sed -n 1p | matches -E 'nf_netflow [0-9.]+ .* this netflowctl is 0.0.1$'; }
check "show tells both versions" differs
same() { netflowctl show | sed -n 1p | matches 'this netflowctl'; }
check "where they are the same it tells one" eval '! same'
diagnosis() { "$OLDER" doctor | grep "is loaded, but this program is 0.0.1"; }
check "the doctor tells the versions" diagnosis
check "disable" "$OLDER" disable
