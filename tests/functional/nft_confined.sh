#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# nft where it may do little: without memory files, files, descriptors, memory or /proc. From a file, standard input, a pipe
# and /dev/fd, a ruleset without the statement is loaded as by the stock nft, and one with it is loaded with the statement,
# or nft fails with a sentence. Never is less loaded than was given.
# shellcheck source-path=SCRIPTDIR source=../lib/nft.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/nft.sh"

# Each is a command that runs its arguments.
plain() { "$@"; }
no_memfd() { LD_PRELOAD=$TOOLS/nomemfd.so "$@"; }
no_files() { prlimit --fsize=0 "$@"; }
# shellcheck disable=SC2016 # for the inner shell
no_proc() { unshare --mount sh -c 'umount -l /proc && exec "$@"' sh "$@"; }
descriptors() { prlimit --nofile="$1" "${@:2}"; }

# load_by WAY FILE COMMAND…: nft loads the file
load_by() {
	local way=$1 file=$2
	shift 2
	case $way in
	file) "$@" -f "$file" ;;
	stdin) "$@" -f - <"$file" ;;
	pipe) "$@" -f - < <(cat "$file") ;;
	fd) "$@" -f /dev/fd/9 9< <(cat "$file") ;;
	esac
}

# load FILE COMMAND…: in each way. Prints the exit status and the number of rules of each; sentences are in $WORK/said, by a
# pipe, as the limit of files is one for stderr, too.
load() {
	local way status
	: >"$WORK/said"
	for way in file stdin pipe fd; do
		stock flush ruleset
		status=0
		load_by "$way" "$@" 2>&1 | cat >>"$WORK/said" || status=${PIPESTATUS[0]}
		echo "$way $status $({ in_kernel 2>/dev/null || true; } | awk '/netflow|counter/ { count++ } END { print count + 0 }')"
	done
}

# confined NAME CONFINED…
confined() {
	local name=$1 way status rules
	shift
	section "$name"
	load "$WORK/without.nft" "$@" ip netns exec "$NS" nft >"$WORK/stock"
	mv "$WORK/said" "$WORK/said.stock"
	load "$WORK/without.nft" "$@" ip netns exec "$NS" netflowctl nft >"$WORK/ours"
	equal "$name: input without the statement" "$(cat "$WORK/stock")" "$(cat "$WORK/ours")"
	load "$WORK/with.nft" "$@" ip netns exec "$NS" netflowctl nft >"$WORK/ours"
	while read -r way status rules; do
		case $status:$rules in
		0:2) ok "$name: the statement by $way" ;;
		0:*) fail "$name: the statement by $way" "$rules of 2 rules, and no error" ;;
		*) equal "$name: the statement by $way fails as the stock nft does" "$way $status 0 $([ ! -s "$WORK/said.stock" ] || echo said)" \
			"$way $status $rules $([ ! -s "$WORK/said" ] || echo said)" ;;
		esac
	done <"$WORK/ours"
}

# little_memory: more and more of it, until there is enough for a long text. Each nft that has not got enough says so.
little_memory() {
	local size way status rules loaded=0 wrong=''
	section "little memory"
	{ awk 'BEGIN { for (i = 0; i < 100000; i++) print "# a comment, so that the text is long" }'; cat "$WORK/with.nft"; } >"$WORK/long.nft"
	for ((size = 16; size <= 60 && loaded < 4; size += 2)); do
		load "$WORK/long.nft" ip netns exec "$NS" prlimit --as=$((size << 20)) netflowctl nft >"$WORK/ours"
		loaded=0
		while read -r way status rules; do
			if [ "$status:$rules" = 0:2 ]; then
				loaded=$((loaded + 1))
			elif [ "$rules" != 0 ] || [ "$status" = 0 ] || ((status >= 128)) || [ ! -s "$WORK/said" ]; then
				wrong+=" $size MiB, $way: $status, $rules rules"
			fi
		done <"$WORK/ours"
	done
	between "with so many MiB it loads by each way" 20 $((loaded < 4 ? 0 : size - 2)) 60
	equal "with less nft says that it cannot" "" "$wrong"
}

# shellcheck disable=SC2016 # for the inner shells
# The launcher knows itself without /proc, and says so if it cannot give nft the library.
launcher() {
	local run=$WORK/launcher
	section "the launcher"
	cp "$(dirname "$LIBRARY")/nft" "$run"
	refused "without /proc and another nft it does not run itself" "there is no nft beside this one" \
		unshare --mount sh -c 'mount --bind "$1" /usr/sbin/nft && umount -l /proc && exec timeout 20 /usr/sbin/nft --version' sh "$run"
	cp /usr/sbin/nft "$WORK/nft"
	chmod u+s "$WORK/nft"
	check "nft with privileges of its own runs" \
		unshare --mount sh -c 'mount --bind "$1" /usr/sbin/nft && exec "$2" --version' sh "$WORK/nft" "$run"
	cp "$OUT" "$WORK/said"
	check "and it is said that it lacks the statement" \
		grep "no statement 'netflow': .* has privileges of its own" "$WORK/said"
}

need_module
printf 'table inet t {\n\tchain c {\n\t\ttcp dport 22 netflow accept\n\t\tnetflow monitor x\n\t}\n}\n' >"$WORK/with.nft"
sed -e 's/netflow monitor x/counter/' -e 's/netflow/counter/' "$WORK/with.nft" >"$WORK/without.nft"
section "input"
confined "nothing forbidden" plain
equal "all ways load" "file 0 2 stdin 0 2 pipe 0 2 fd 0 2" "$(paste -sd ' ' "$WORK/ours")"
confined "no memory files" no_memfd
equal "all ways load" "file 0 2 stdin 0 2 pipe 0 2 fd 0 2" "$(paste -sd ' ' "$WORK/ours")"
confined "no files" no_files
equal "all ways load" "file 0 2 stdin 0 2 pipe 0 2 fd 0 2" "$(paste -sd ' ' "$WORK/ours")"
confined "no /proc" no_proc
for count in 4 5 6 7 8; do
	confined "$count descriptors" descriptors "$count"
done
little_memory
launcher
