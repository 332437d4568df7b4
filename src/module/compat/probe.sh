#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Determine which form each kernel API has in this kernel: compile every form of every probe in one run of the kernel's
# build system, and write a header that defines NETFLOW_HAS_<PROBE>_<FORM> for each form found.
#
#   probe.sh KDIR WORKDIR HEADER [MAKE-ARGUMENT…]
#
# A probe is a file probes/*.c. Its head comment lists the known forms in one of two ways:
#
#   One of: PLAIN, RESET      exactly one must build: an API that changed
#   First of: NEW, OLD        the first one that builds is used: an API added next to an older one
#
# With "FORM needs: SYMBOL" a form also needs a symbol that the kernel exports to modules. The comment
# names the kernel's header that declares it ("Look at: include/…"). The code has an #ifdef PROBE_<FORM> for each
# form. If a kernel has no known form of an API, no header is written and the message says where to look.
# probes/control-*.c have a form GOOD, which must build, and a form BAD, which must not; otherwise probing fails.
set -euo pipefail

PROBES=$(cd "$(dirname "$0")" && pwd)/probes
KDIR=$1 WORK=$2 HEADER=$3
shift 3

say() { printf 'probe: %s\n' "$*" >&2; }

# tag PROBE NAME: print the text after "NAME: " in the head comment.
tag() { sed -nE "/\*\//q;s/^ \* ($2): //p" "$PROBES/$1.c"; }

probes() { basename -s .c "$PROBES"/*.c; }

forms() { tag "$1" 'One of|First of' | tr -d ,; }

# Write a source file for each form, and the Kbuild file that lists them.
generate() {
	local probe form flag
	for probe in $(probes); do
		for form in $(forms "$probe"); do
			printf '#define PROBE_%s\n#include "%s"\n' "$form" "$PROBES/$probe.c" >"$WORK/$probe-$form.c"
			printf 'obj-m += %s.o\n' "$probe-$form"
		done
	done >"$WORK/Kbuild"
	# A form that differs from the kernel's only in a const is a different form.
	for flag in incompatible-pointer-types discarded-qualifiers incompatible-function-pointer-types \
		incompatible-pointer-types-discards-qualifiers; do
		# shellcheck disable=SC2016 # make's variable
		printf 'ccflags-y += $(call cc-option,-Werror=%s)\n' "$flag"
	done >>"$WORK/Kbuild"
}

# Most forms are expected to fail, so the exit status is meaningless.
compile() {
	local jobs=()
	[[ ${MAKEFLAGS:-} == *jobserver* ]] || jobs=("-j$(nproc)")
	"${MAKE:-make}" -k "${jobs[@]}" -C "$KDIR" M="$WORK" C=0 W= "$@" modules >"$WORK/log" 2>&1 || true
}

# exported [SYMBOL]: to modules
exported() { [ -z "$1" ] || awk -v symbol="$1" '$2 == symbol { found = 1 } END { exit !found }' "$KDIR/Module.symvers"; }

built() {
	local form
	for form in $(forms "$1"); do
		[ ! -e "$WORK/$1-$form.o" ] || ! exported "$(tag "$1" "$form needs")" || printf '%s\n' "$form"
	done
}

check_control() {
	local probe
	for probe in $(probes | grep '^control-'); do
		case $(built "$probe" | xargs) in
		GOOD) continue ;;
		'' | BAD) say "nothing can be built with the kernel in $KDIR and this compiler" ;;
		*) say "$probe.c: the compiler accepts what the kernel in $KDIR would not" ;;
		esac
		say "the compiler's messages are in $WORK/log"
		return 1
	done
}

# unknown PROBE FOUND…: the kernel has an API that this tree does not know.
unknown() {
	local probe=$1
	shift
	say "$probe: this kernel ($KDIR) has ${*:-none of the known forms}${*:+ at once}"
	say "  known forms: $(forms "$probe"), described in $PROBES/$probe.c"
	say "  look at: $(tag "$probe" 'Look at') and at the compiler's messages in $WORK/log"
	say "  then add the kernel's form to the probe and to the header below compat/include/ that uses it"
}

evaluate() {
	local probe found name status=0
	for probe in $(probes | grep -v '^control-'); do
		mapfile -t found < <(built "$probe")
		if [ ${#found[@]} = 0 ] || { [ ${#found[@]} -gt 1 ] && [ -n "$(tag "$probe" 'One of')" ]; }; then
			unknown "$probe" "${found[@]}" && status=1
		else
			name=${probe^^}_${found[0]}
			printf '#define NETFLOW_HAS_%s 1\n' "${name//-/_}"
		fi
	done
	return "$status"
}

rm -rf "$WORK"
mkdir -p "$WORK"
generate
compile "$@"
check_control
evaluate >"$WORK/header"
mv "$WORK/header" "$HEADER"
