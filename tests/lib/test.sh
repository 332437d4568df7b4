# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The frame of every test that runs in a test kernel. A test file begins with
#
#   . "$(dirname "${BASH_SOURCE[0]}")/../lib/test.sh"
#
# and then has sections (test_begin) of checks. The last line that it prints is
# "N passed, N failed[, N skipped]"; the exit status is 0 when nothing failed. An error that no
# check expects ends the file and counts as failed. Whatever happened, namespaces and processes
# are gone afterwards and the modules are unloaded, which is a check too.
#
# topology.sh has the namespaces, collect.sh the collectors, meter.sh rules and statistics.
set -Eeuo pipefail

TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=pipe.sh
. "$TESTS/lib/pipe.sh"
RESULTS=${NETFLOW_RESULTS:-/results}
# Where the lab has built the tests' own tools for the guest, or else where they are built.
TOOLS=${NETFLOW_TOOLS:-/usr/local/libexec/netflow-tests}
[ -d "$TOOLS" ] || TOOLS=/tmp/netflow-tools
MODULES="xt_NETFLOW nft_netflow nf_netflow"
TEST_FILE=$(basename "$0" .sh)
WORK=$(mktemp -d "/tmp/$TEST_FILE.XXXXXX")
OUT=$WORK/output
export PATH=$TESTS/tools:$TOOLS:$PATH LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1

passed=0 failed=0 skipped=0
section=''

say() { printf '%s\n' "$*"; }
test_begin() { section=$1; say "# $1"; }
ok() { passed=$((passed + 1)); say "ok      $*"; }
skip() { skipped=$((skipped + 1)); say "skipped $1: $2"; }

# fail DESCRIPTION [DETAIL…]: count and explain; the file goes on.
fail() {
	failed=$((failed + 1))
	say "FAILED  $1 ($section)"
	shift
	printf '%s\n' "$@" "$(call_in_file)" | sed '/^$/d; s/^/        /'
}

# call_in_file: the line of the test file that is being executed, with those that continue it
call_in_file() {
	local frame=1
	while [ "${BASH_SOURCE[frame]:-}" != "$0" ]; do
		((++frame < ${#BASH_SOURCE[@]})) || return 0
	done
	printf 'at:       %s:%d: ' "${0##*/}" "${BASH_LINENO[frame - 1]}"
	sed -n "${BASH_LINENO[frame - 1]},\$"'{s/^[[:space:]]*//; p; /\\$/!q}' "$0"
}

# quoted WORD…: as one would type them
quoted() { printf '%q ' "$@" | sed 's/ $//'; }

# tail_of FILE: its last lines, for an explanation
tail_of() { tail -n 25 "$1" 2>/dev/null || true; }

# unexpected DESCRIPTION EXPECTED STATUS COMMAND…: what it printed is in $OUT
unexpected() { fail "$1" "command:  $(quoted "${@:4}")" "expected: $2" "got:      exit status $3, and the output" "$(tail_of "$OUT")"; }

# check DESCRIPTION COMMAND…: it must succeed. What it prints is shown only if it does not.
check() {
	local description=$1
	shift
	if "$@" >"$OUT" 2>&1; then
		ok "$description"
	else
		unexpected "$description" "exit status 0" $? "$@"
	fi
}

# refused DESCRIPTION PATTERN COMMAND…: it must fail, and say something that the pattern matches.
refused() {
	local description=$1 pattern=$2 status=0
	shift 2
	# A condition, so that the trap on errors stays silent.
	if "$@" >"$OUT" 2>&1; then :; else status=$?; fi
	if [ $status != 0 ] && grep -qE -- "$pattern" "$OUT"; then
		ok "$description"
	else
		unexpected "$description" "failure, and a message that matches '$pattern'" $status "$@"
	fi
}

# equal DESCRIPTION EXPECTED GOT
equal() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		fail "$1" "expected: $2" "got:      $3"
	fi
}

# between DESCRIPTION LOW GOT HIGH: whole numbers
between() {
	if (($2 <= $3 && $3 <= $4)); then
		ok "$1"
	else
		fail "$1" "expected: from $2 to $4" "got:      $3"
	fi
}

# wait_for SECONDS COMMAND…: until it succeeds; fails when the time is over.
wait_for() {
	local limit=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@" >/dev/null 2>&1; do
		((${EPOCHREALTIME/./} < limit)) || return 1
		sleep 0.1
	done
}

now_ms() { printf '%s\n' $((${EPOCHREALTIME/./} / 1000)); }

# background NAMESPACE COMMAND…: start it there; its process is in $BACKGROUND, what it prints in
# the file $BACKGROUND_OUTPUT.
# (Functions such as `col` leave a shell between.)
started=()
background() {
	BACKGROUND_OUTPUT=$WORK/background.${#started[@]}
	enter_namespace "$1$SUFFIX" "${@:2}" >"$BACKGROUND_OUTPUT" 2>&1 &
	BACKGROUND=$!
	started+=("$BACKGROUND")
}

# stop PID [SIGNAL]: end it and wait for it
stop() {
	kill "-${2:-TERM}" "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

# keep FILE…: to be found in the results afterwards
keep() { mkdir -p "$RESULTS/$TEST_FILE" && cp -r "$@" "$RESULTS/$TEST_FILE/"; }

# in_debug_kernel: is everything slow because of the sanitizers?
in_debug_kernel() { [ "${NETFLOW_LAB:-}" = uml-debug ]; }
# in_vm: is everything slow because of the emulator?
in_vm() { [ "${NETFLOW_LAB:-}" = vm ]; }

# A file that needs none of the tools says WITHOUT_TOOLS=1 before it begins with this one.
build_tools() {
	[ -n "${WITHOUT_TOOLS:-}" ] || [ -x "$TOOLS/nftrule" ] || make -s -C "$TESTS/tools" O="$TOOLS" >"$OUT" 2>&1 || {
		tail_of "$OUT"
		return 1
	}
}

loaded() { grep -q "^$1 " /proc/modules; }

# unload: remove all modules; namespaces may still be going away.
unload() {
	local module
	for module in $MODULES; do
		! loaded "$module" || modprobe -r "$module" || return 1
	done
	! loaded nf_netflow
}

end_processes() {
	local pid
	for pid in "${started[@]}"; do
		stop "$pid" KILL
	done
}

# Rules in the first namespace; those of the others go with them. (A table of iptables that is asked for comes to be.)
remove_rules() {
	local command
	nft flush ruleset 2>/dev/null || true
	for command in iptables-legacy ip6tables-legacy; do
		! grep -qsx filter "/proc/net/${command%tables-legacy}_tables_names" || $command -F || true
	done
}

# at_end: what a test file wants done whatever happened; it may define another
at_end() { :; }

test_finish() {
	local status=$? summary
	trap - ERR EXIT
	set +e
	at_end
	[ "$status" = 0 ] || fail "the test file ended early with status $status"
	section=clean-up
	end_processes
	ip -all netns delete
	remove_rules
	wait_for 60 unload || fail "the modules cannot be unloaded" "$(grep -i netflow /proc/modules)" \
		"$(modprobe -r nf_netflow 2>&1)"
	[ "$failed" = 0 ] || keep "$WORK"
	rm -rf "$WORK"
	summary="$passed passed, $failed failed"
	((skipped == 0)) || summary+=", $skipped skipped"
	say "$summary"
	# Without a value it would be the status from before the trap.
	exit $((failed > 0))
}

trap 'say "        $BASH_SOURCE:$LINENO: status $?: $BASH_COMMAND"' ERR
trap test_finish EXIT

# Collectors are given room: what they lose for slowness is no loss of the exporter.
sysctl -qw net.core.rmem_max=33554432 net.core.wmem_max=33554432 2>/dev/null || true
build_tools

# shellcheck source-path=SCRIPTDIR source=topology.sh
. "$TESTS/lib/topology.sh"
# shellcheck source-path=SCRIPTDIR source=collect.sh
. "$TESTS/lib/collect.sh"
# shellcheck source-path=SCRIPTDIR source=meter.sh
. "$TESTS/lib/meter.sh"
