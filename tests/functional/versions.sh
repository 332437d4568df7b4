#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# netflowctl and modules of different versions: another protocol is refused with a sentence, another version of the same
# protocol works, and the doctor tells it.
# shellcheck source-path=SCRIPTDIR source=../lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"

TREE=$WORK/tree
PROJECT=$(dirname "$TESTS")

# build NAME: netflowctl of the sources in $TREE
build() {
	make -s -C "$TREE" WERROR=0 CFLAGS=-O0 build/bin/netflowctl >"$OUT" 2>&1 && cp "$TREE/build/bin/netflowctl" "$WORK/$1"
}
status_is() {
	local status=0
	"${@:3}" >"$OUT" 2>&1 || status=$?
	equal "$1" "$2" "$status"
}

mkdir "$TREE"
cp -r "$PROJECT"/{Makefile,VERSION,src} "$TREE"
sed -i 's/\(define NETFLOW_GENL_VERSION\t*\)1/\12/' "$TREE/src/module/uapi/nf_netflow.h"
build newer || { tail_of "$OUT"; exit 1; }
# A program that lacks what the module has: some statistics, and destinations' errors.
sed -i 's/\(define NETFLOW_GENL_VERSION\t*\)2/\11/' "$TREE/src/module/uapi/nf_netflow.h"
sed -i '/NETFLOW_STATS_EXPIRED_END\]/d; /NETFLOW_DESTINATION_REFUSED\]/d' "$TREE/src/ctl/kernel/attributes.c"
echo 0.0.1 >"$TREE/VERSION"
build older || { tail_of "$OUT"; exit 1; }

test_begin "another protocol"
need_module
for command in "show" "set debug 1" "flows" "stats" "monitor list" "showconf" "enable --hook forward"; do
	# shellcheck disable=SC2086 # words
	refused "$command" "older than this netflowctl .*protocol 1, not 2" "$WORK/newer" $command
done
refused "what to do" "modprobe -r" "$WORK/newer" show
status_is "status" 1 "$WORK/newer" status
status_is "doctor" 4 "$WORK/newer" doctor
status_is "what needs no module works" 0 "$WORK/newer" fields
netflowctl rule add --hook forward
check "rules can be taken away" "$WORK/newer" rule delete --all
equal "none is left" '[]' "$(netflowctl rule list --json | jq -c .)"

test_begin "a program that knows less"
check "works" "$WORK/older" enable --hook forward
equal "what it does not know it leaves out" null "$("$WORK/older" stats --json | jq '.[0].statistics.expired_end')"
equal "the rest is there" 0 "$("$WORK/older" stats --json | jq '.[0].statistics.expired_inactive')"
check "as text" "$WORK/older" show
metrics() { "$WORK/older" stats --openmetrics | judge-openmetrics; }
check "as OpenMetrics" metrics
configuration() { "$WORK/older" showconf | "$WORK/older" setconf -; }
check "the configuration" configuration
differs() { "$WORK/older" show | sed -n 1p | matches -E 'nf_netflow [0-9.]+ .* this netflowctl is 0.0.1$'; }
check "show tells both versions" differs
same() { netflowctl show | sed -n 1p | matches 'this netflowctl'; }
check "where they are the same it tells one" eval '! same'
diagnosis() { "$WORK/older" doctor | grep "is loaded, but this program is 0.0.1"; }
check "the doctor tells the versions" diagnosis
check "disable" "$WORK/older" disable
